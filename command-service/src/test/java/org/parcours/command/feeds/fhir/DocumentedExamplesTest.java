package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.springframework.http.HttpMethod;

/** The examples of {@code docs/fhir.md} work when they are pasted, one after the other. */
class DocumentedExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile(
            "curl -X (PUT|POST) 'http://localhost:8081(\\S+)'[^\\n]*-d '\\n(.*?)'\\n```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void each_example_of_the_document_is_recorded() throws Exception {
        try (FhirTestService fhir = new FhirTestService(folder)) {
            var examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/fhir.md")))
                    .results()
                    .toList();
            assertThat(examples).hasSize(5);
            for (MatchResult example : examples) {
                long before = fhir.head();
                fhir.http()
                        .perform(request(HttpMethod.valueOf(example.group(1)), example.group(2))
                                .contentType("application/fhir+json")
                                .content(example.group(3).getBytes(StandardCharsets.UTF_8)))
                        .andExpect(result -> assertThat(result.getResponse().getStatus())
                                .as(example.group(3))
                                .isIn(200, 201));
                assertThat(fhir.head()).as(example.group(3)).isGreaterThan(before);
            }
            assertThat(fhir.events(EventsWithdrawn.class)).hasSize(1);
        }
    }
}
