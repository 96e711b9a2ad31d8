import ArgumentParser
enum C {}
