package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.feeds.fhir.FhirHttpRejection;
import org.parcours.command.feeds.files.FileImporter;
import org.parcours.command.intake.cloudevents.CloudEventRejectionCode;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.ParsedMessageRecorder;

/** Every rejection code is unique, documented in the runbook and translated. */
class RejectionCodesTest {

    private static final List<String> CODES = Stream.concat(
                    Arrays.stream(CloudEventRejectionCode.values())
                            .map(rejection -> rejection.at("").code()),
                    Stream.concat(
                            Arrays.stream(Hl7RejectionCode.values()).map(Hl7RejectionCode::code),
                            Stream.concat(
                                    Stream.concat(
                                            Arrays.stream(FhirRejectionCode.values())
                                                    .map(FhirRejectionCode::code),
                                            Arrays.stream(FhirHttpRejection.values())
                                                    .map(FhirHttpRejection::code)),
                                    Stream.of(
                                            ParsedMessageRecorder.TOO_LARGE,
                                            FileImporter.TOO_LONG,
                                            MessageProcessor.NOT_STORABLE))))
            .toList();

    @Test
    void each_code_is_unique() {
        assertThat(CODES).doesNotHaveDuplicates();
    }

    @Test
    void each_code_is_in_the_runbook() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));

        assertThat(CODES).allSatisfy(code -> assertThat(runbook).contains(code));
    }

    @Test
    void each_code_has_a_french_translation() throws IOException {
        Properties french = new Properties();
        try (Reader messages = Files.newBufferedReader(
                Path.of("../query-service/src/main/resources/query/rejections_fr.properties"))) {
            french.load(messages);
        }

        assertThat(french.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        CODES.stream().map(code -> "rejection." + code).toList());
    }
}
