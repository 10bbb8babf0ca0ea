package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.ParsedMessage;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;

/** Rule 8, for every message of the demo: no field is without a decision. */
class DemoFieldAccountTest {

    @Test
    void no_field_of_the_demo_is_without_a_decision() {
        InMemoryPipeline pipeline = new InMemoryPipeline();
        Map<String, String> unread = new TreeMap<>();

        new HospitalMessageGenerator(42, Instant.parse("2026-03-01T12:00:00Z"))
                .history(78)
                .forEach(message -> {
                    if (pipeline.parse(message.bytes()) instanceof ParsedMessage parsed) {
                        parsed.facts().stream()
                                .flatMap(fact -> fact.annotations().unread().stream())
                                .forEach(path -> unread.put(path, new String(message.bytes(), StandardCharsets.UTF_8)));
                    }
                });

        assertThat(unread).isEmpty();
    }
}
