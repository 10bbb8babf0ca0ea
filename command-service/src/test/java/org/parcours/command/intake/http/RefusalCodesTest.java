package org.parcours.command.intake.http;

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
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.fhir.resource.FhirRefusals;
import org.parcours.command.intake.files.FileImport;
import org.parcours.command.intake.hl7.message.Hl7Refusals;

/** Whoever is on call looks a code up in the runbook. */
class RefusalCodesTest {

    private static final List<String> CODES = Stream.concat(
                    Arrays.stream(FactRefusals.values())
                            .map(refusal -> refusal.at("").code()),
                    Stream.concat(
                            Arrays.stream(Hl7Refusals.values()).map(Hl7Refusals::code),
                            Stream.concat(
                                    Arrays.stream(FhirRefusals.values()).map(FhirRefusals::code),
                                    Stream.of(Intake.Outcome.TooLarge.CODE, FileImport.TOO_LONG))))
            .toList();

    @Test
    void no_two_refusals_have_the_same_code() {
        assertThat(CODES).doesNotHaveDuplicates();
    }

    @Test
    void each_code_is_in_the_runbook() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));

        assertThat(CODES).allSatisfy(code -> assertThat(runbook).contains(code));
    }

    @Test
    void each_code_is_said_in_french_too() throws IOException {
        Properties french = new Properties();
        try (Reader words =
                Files.newBufferedReader(Path.of("../query-service/src/main/resources/query/refusals_fr.properties"))) {
            french.load(words);
        }

        assertThat(french.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        CODES.stream().map(code -> "refusal." + code).toList());
    }
}
