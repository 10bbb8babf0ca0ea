package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With {@code spring.thymeleaf.cache=false} a developer sees changed files without a restart. */
@Timeout(60)
class DevelopmentReloadTest {

    private static final Path RESOURCES = Path.of("src/main/resources/query");
    private static final Pattern STYLESHEET = Pattern.compile("href=\"(/parcours-[0-9a-f]+\\.css)\"");

    /** On the class path, because message bundles are only read from there. */
    private static final Path BUNDLE = Path.of("target/test-classes/reload.properties");

    @TempDir
    private Path folder;

    private RunningQueryService service;

    @BeforeEach
    void start() throws IOException {
        copy(RESOURCES.resolve("templates"), folder.resolve("templates"));
        copy(RESOURCES.resolve("static"), folder.resolve("static"));
        Files.writeString(BUNDLE, "reload=before");
        service = new RunningQueryService(
                "--spring.thymeleaf.cache=false",
                "--spring.thymeleaf.prefix=" + folder.resolve("templates").toUri(),
                "--spring.web.resources.static-locations="
                        + folder.resolve("static").toUri(),
                "--spring.messages.basename=query/messages,query/rejections,reload");
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        Files.delete(BUNDLE);
    }

    @Test
    void templates_styles_and_messages_are_read_again() throws IOException {
        String stylesheet = stylesheet(service.page("/").body());
        assertThat(service.get(stylesheet).body()).doesNotContain(".changed");
        assertThat(message()).isEqualTo("before");

        replace(folder.resolve("templates/find.html"), "<main id=\"main\"", "<main id=\"main\" lang=\"la\"");
        replace(folder.resolve("static/parcours.css"), "/* Print */", ".changed { color: red }");
        Files.writeString(BUNDLE, "reload=after");
        Files.setLastModifiedTime(BUNDLE, FileTime.from(Instant.now().plusSeconds(2)));

        String page = service.page("/").body();
        assertThat(page).contains("<main id=\"main\" lang=\"la\"");
        assertThat(stylesheet(page))
                .as("the URL contains the hash of the new content")
                .isNotEqualTo(stylesheet);
        assertThat(service.get(stylesheet(page)).body()).contains(".changed");
        await().atMost(Duration.ofSeconds(10)).until(() -> message().equals("after"));
    }

    private String message() {
        return service.context.getMessage("reload", new Object[0], Locale.ENGLISH);
    }

    private static String stylesheet(String page) {
        Matcher link = STYLESHEET.matcher(page);
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static void replace(Path file, String text, String replacement) throws IOException {
        String content = Files.readString(file);
        assertThat(content).contains(text);
        Files.writeString(file, content.replace(text, replacement), StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(file.getFileName()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
