package org.parcours.command.feeds.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;

class FhirResponseJsonWriterTest {

    private static final String ANY_CHARACTERS = "é \"quoted\" \\ </div> \t\n\u0001 \u2028 \uD83D\uDE00 'x' & ü";

    static List<Resource> answers() {
        Bundle empty = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        Bundle filled = new Bundle().setType(BundleType.BATCHRESPONSE);
        for (OperationOutcome outcome : outcomes()) {
            filled.addEntry().getResponse().setStatus("201 Created").setOutcome(outcome);
            filled.addEntry()
                    .getResponse()
                    .setStatus("200 OK")
                    .setLocation("Patient/1/_history/2")
                    .setEtag("W/\"2\"")
                    .setLastModified(Date.from(Instant.parse("2026-11-30T12:34:56.789Z")))
                    .setOutcome(outcome);
        }
        filled.addEntry().getResponse().setStatus("422 Unprocessable Entity");
        List<Resource> all = new ArrayList<>(outcomes());
        all.addAll(List.of(empty, filled));
        return all;
    }

    private static List<OperationOutcome> outcomes() {
        OperationOutcome warnings = OperationOutcomeFactory.information(ANY_CHARACTERS);
        warnings.addIssue(OperationOutcomeFactory.ignored(
                new UnreadElement("Patient.contact[0]." + ANY_CHARACTERS, "Patient.contact", true, false)));
        warnings.addIssue(OperationOutcomeFactory.warning(IssueType.NOTSUPPORTED, "ignored")
                .addLocation("http.If-Match")
                .addExpression("a")
                .addExpression("b"));
        return List.of(
                new OperationOutcome(),
                warnings,
                OperationOutcomeFactory.errors(
                        List.of(
                                FhirRejectionCode.INVALID_DATE.at("Bundle.entry[3].resource.birthDate"),
                                FhirRejectionCode.UNAVAILABLE.at(""),
                                FhirHttpRejection.NOT_ACCEPTABLE.at("Accept", ANY_CHARACTERS)),
                        Optional.of(UUID.randomUUID())),
                OperationOutcomeFactory.errors(List.of(FhirRejectionCode.INTERNAL.at("")), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_is_written_as_by_hapi(Resource answer) {
        String byHapi = new String(FhirResourceCodec.JSON.write(answer), UTF_8);

        assertThat(FhirResponseJsonWriter.write(answer).map(bytes -> new String(bytes, UTF_8)))
                .contains(byHapi);
    }

    @Test
    void other_resources_are_left_to_hapi() {
        Bundle withResource = new Bundle().setType(BundleType.BATCHRESPONSE);
        withResource
                .addEntry()
                .setResource(new Patient().setActive(true))
                .getResponse()
                .setStatus("200 OK");
        Bundle message = new Bundle().setType(BundleType.MESSAGE).setTimestamp(new Date());

        assertThat(List.of(new Patient(), withResource, message))
                .allSatisfy(resource ->
                        assertThat(FhirResponseJsonWriter.write(resource)).isEmpty());
    }
}
