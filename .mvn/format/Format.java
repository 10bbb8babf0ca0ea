import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that the Java sources of every module are formatted, or formats them: {@code Format <check|write> <root>}.
 * The build runs it in the toolchain's JVM, because the formatter parses with the javac of its JVM.
 */
class Format {

    public static void main(String... arguments) throws IOException, FormatterException {
        boolean write = arguments[0].equals("write");
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        List<Path> off = new ArrayList<>();
        for (Path file : sources(Path.of(arguments[1]))) {
            String text = Files.readString(file);
            String formatted;
            try {
                formatted = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(
                        ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.PALANTIR)));
            } catch (FormatterException e) {
                System.err.println(file + ": " + e.getMessage());
                off.add(file);
                continue;
            }
            if (!formatted.equals(text)) {
                if (write) {
                    Files.writeString(file, formatted);
                } else {
                    off.add(file);
                }
            }
        }
        if (!off.isEmpty()) {
            off.forEach(file -> System.err.println("Not formatted: " + file));
            System.err.println("bin/format formats them.");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.map(folder -> folder.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
