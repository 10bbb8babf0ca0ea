package org.parcours.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Executes the last stage of a Dockerfile in a folder, with the JDK of this process: the copied layers of the built jar
 * and the commands, unchanged. Users and volumes, which need a container, are left out.
 */
final class DockerfileReplay {

    private static final Pattern LAYER_COPY = Pattern.compile("--from=build /build/layers/([a-z-]+)/ \\./");
    private static final String IMAGE_HOME = "/parcours";

    private final Path folder;
    private List<String> entryPoint = List.of();

    private DockerfileReplay(Path folder) {
        this.folder = folder;
    }

    static DockerfileReplay of(Path dockerfile, Path jar, Path folder) throws IOException, InterruptedException {
        DockerfileReplay image = new DockerfileReplay(Files.createDirectories(folder.resolve("parcours")));
        Path layers = folder.resolve("layers");
        image.run(List.of(
                java(),
                "-Djarmode=tools",
                "-jar",
                copy(jar, folder),
                "extract",
                "--layers",
                "--destination",
                "" + layers));
        for (String instruction : lastStage(dockerfile)) {
            String rest = instruction.substring(instruction.indexOf(' ') + 1);
            Matcher copied = LAYER_COPY.matcher(rest);
            if (instruction.startsWith("COPY") && copied.matches()) {
                FileSystemUtils.copyRecursively(layers.resolve(copied.group(1)), image.folder);
            } else if (instruction.startsWith("RUN") && !rest.startsWith("useradd")) {
                image.run(List.of("bash", "-c", image.relocate(rest)));
            } else if (instruction.startsWith("ENTRYPOINT")) {
                image.entryPoint = List.of(JsonMapper.shared().readValue(image.relocate(rest), String[].class));
            }
        }
        return image;
    }

    /**
     * Runs the entry point of the container; the service exits after its context is refreshed.
     *
     * @param jvmOptions inserted before the first option
     * @return the output
     * @throws AssertionError where the exit code is not 0
     */
    String start(List<String> jvmOptions, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(entryPoint);
        command.set(0, java()); // this JDK, not the first on the machine's path
        command.addAll(1, jvmOptions);
        command.add(command.indexOf("-jar"), "-Dspring.context.exit=onRefresh");
        command.addAll(arguments);
        return run(command);
    }

    List<String> entryPoint() {
        return entryPoint;
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", Path.of(java()).getParent().toString(), (path, jdk) -> jdk + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + process.exitValue() + ":\n" + output);
        }
        return output;
    }

    private String relocate(String text) {
        return text.replace("/tmp/", folder.resolveSibling("tmp") + "-").replace(IMAGE_HOME + "/", folder + "/");
    }

    private static String copy(Path jar, Path folder) throws IOException {
        return Files.copy(jar, folder.resolve("app.jar")).toString();
    }

    private static List<String> lastStage(Path dockerfile) throws IOException {
        try (Stream<String> lines = Files.lines(dockerfile)) {
            String text = String.join(
                    "\n", lines.filter(line -> !line.startsWith("#")).toList());
            String last = text.substring(text.lastIndexOf("\nFROM "));
            return last.replace("\\\n", " ")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
