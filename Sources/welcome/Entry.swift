import WelcomeCLI

@main
enum Entry {
    static func main() {
        Welcome.start()
    }
}
