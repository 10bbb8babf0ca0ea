package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.StepStatus;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.TimelineEntry;

class MessagesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/query/templates");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-zA-Z.\\-]+)");
    private static final Pattern IN_SOURCES = Pattern.compile("\\.message\\(\"([a-zA-Z.]+[a-zA-Z])\"");

    private static final Path FOLDS = SOURCES.resolve("org/parcours/query/timeline/fold");
    private static final Pattern DETAILS_OF_FOLDS =
            Pattern.compile("(?:text|time|coding|location|person|EntryDetail\\.of)\\(\"([a-zA-Z]+)\", ");
    private static final Pattern STATUS_CHANGES =
            Pattern.compile("(?:setStatus|applyStart|applyReceipt|applyPlan|applyCancellation)\\(([^;{]*);");
    private static final Pattern CODES = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern FIRST_STAGES = Pattern.compile("new EntryBuilder\\([^;]*?\"[a-z]*\", \"([a-z-]+)\"");

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

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void every_event_anomaly_and_restriction_has_a_name(String language) {
        Set<String> keys = messages(language).stringPropertyNames();
        EventType.all().forEach(event -> assertThat(keys).contains("event." + event.getSimpleName()));
        for (Anomaly.Code code : Anomaly.Code.values()) {
            assertThat(keys).contains("anomaly." + code);
        }
        for (DocumentRestriction restriction : DocumentRestriction.values()) {
            assertThat(keys).contains("restriction." + restriction);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void every_detail_has_a_label(String language) throws IllegalAccessException {
        Set<String> expected = used(FOLDS, DETAILS_OF_FOLDS);
        for (Field key : DetailKey.class.getFields()) {
            expected.add((String) key.get(null));
        }
        expected.remove(DetailKey.TO_BE_SET);
        assertThat(expected).hasSizeGreaterThan(40);
        assertThat(messages(language).stringPropertyNames())
                .containsAll(expected.stream().map(key -> "detail." + key).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void every_stage_that_a_fold_sets_has_a_name(String language) {
        Set<String> stages = used(FOLDS, FIRST_STAGES);
        used(FOLDS, STATUS_CHANGES)
                .forEach(change -> CODES.matcher(change).results().forEach(code -> stages.add(code.group(1))));
        for (StepStatus status : StepStatus.values()) {
            stages.add(TimelineEntry.code(status));
            stages.add("stay-" + TimelineEntry.code(status));
        }
        assertThat(stages).contains("held", "specimen-rejected", "administered", "prescribed", "on-leave");
        assertThat(messages(language).stringPropertyNames())
                .containsAll(stages.stream().map(stage -> "stage." + stage).toList());
    }
}
