enum WelcomeTestSupportPlaceholder {}
