extension NginxServer {
    /// Lets nginx read `fragments` as it would before a reload, in `folder`, and returns what it says.
    package static func check(_ fragments: [String], in folder: SiteFolder) throws -> ProgramRun {
        for (index, fragment) in fragments.enumerated() { try folder.write(fragment, to: "conf.d/\(index).conf") }
        try folder.write(configuration(folder.path), to: "nginx.conf")
        return try ProgramRun.run(
            program, ["-t", "-p", folder.path, "-c", folder.absolute("nginx.conf"), "-e", "stderr"])
    }
}
