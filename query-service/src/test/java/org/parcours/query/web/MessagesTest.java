package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.codec.EventType;

class MessagesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/query/templates");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-zA-Z.\\-]+)");
    private static final Pattern IN_SOURCES = Pattern.compile("\\.message\\(\"([a-zA-Z.]+[a-zA-Z])\"");

    private static Properties messages(String language) {
        try (var stream = MessagesTest.class.getResourceAsStream("/query/messages_" + language + ".properties")) {
            Properties messages = new Properties();
            messages.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> used(Path folder, Pattern pattern) {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> keys = new TreeSet<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> keys.add(match.group(1)));
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void french_and_english_have_the_same_keys() {
        assertThat(messages("fr").keySet()).isEqualTo(messages("en").keySet());
    }

    @Test
    void every_key_that_is_used_is_translated() {
        assertThat(messages("fr").stringPropertyNames())
                .containsAll(used(TEMPLATES, IN_TEMPLATES))
                .containsAll(used(SOURCES, IN_SOURCES));
    }

    @Test
    void every_event_and_every_anomaly_has_a_name() {
        Set<String> keys = messages("fr").stringPropertyNames();
        EventType.all().forEach(event -> assertThat(keys).contains("event." + event.getSimpleName()));
        for (Anomaly.Code code : Anomaly.Code.values()) {
            assertThat(keys).contains("anomaly." + code);
        }
    }
}
