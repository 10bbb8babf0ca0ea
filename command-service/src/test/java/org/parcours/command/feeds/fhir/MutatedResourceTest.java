package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.MutationChecker;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.resource.EntryRequest;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.QuarantinedMessage;

/** Every mutated resource gets a response, and is recorded or kept. */
@Isolated("It measures the memory of this JVM")
class MutatedResourceTest {

    private static final String TRANSACTION = """
            {"resourceType": "Bundle", "type": "transaction", "timestamp": "2026-03-01T10:00:00+01:00", "entry": [
              {"fullUrl": "urn:uuid:6c0c0a52-3f4b-4b8e-9f0a-1d2c3b4a5f60", "request": {"method": "PUT", "url": "Patient/1"},
               "resource": {"resourceType": "Patient", "id": "1", "name": [{"family": "ESSAI", "given": ["Paul"]}],
                 "birthDate": "1950-08-14", "identifier": [{"system": "urn:oid:2.999.10.1", "value": "1"}]}},
              {"request": {"method": "PUT", "url": "Encounter/7"},
               "resource": {"resourceType": "Encounter", "id": "7", "status": "in-progress", "class": {"code": "IMP"},
                 "subject": {"reference": "urn:uuid:6c0c0a52-3f4b-4b8e-9f0a-1d2c3b4a5f60"},
                 "period": {"start": "2026-03-01T09:30:00+01:00"}, "location": [{"location": {"display": "CARDIO"}}]}},
              {"resource": {"resourceType": "Observation", "id": "8", "status": "final", "code": {"text": "Sodium"},
                 "subject": {"reference": "Patient/1"}, "effectiveDateTime": "2026-03-01",
                 "valueQuantity": {"value": 140, "unit": "mmol/l"}}}]}""";

    private static final String IN_XML = """
            <Observation xmlns="http://hl7.org/fhir"><id value="8"/><status value="final"/><code><text value="Sodium"/></code>
            <subject><identifier><system value="urn:oid:2.999.10.1"/><value value="1"/></identifier></subject>
            <effectiveDateTime value="2026-03-01T10:00:00+01:00"/><valueQuantity><value value="140"/></valueQuantity>
            </Observation>""";

    private static final String DOCUMENT = """
            {"resourceType": "Bundle", "type": "document", "identifier": {"system": "urn:oid:2.999.10.8", "value": "D"}, "entry": [
              {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": {"resourceType": "Composition",
               "status": "final", "type": {"text": "CR"}, "subject": {"reference": "Patient/2"}, "date": "2026-03",
               "author": [{"display": "Dr Un"}], "title": "CR", "section": [{"title": "A", "text": {"status": "generated",
               "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>Texte</p></div>"}}]}},
              {"fullUrl": "http://x.invalid/fhir/Patient/2", "resource": {"resourceType": "Patient", "id": "2"}}]}""";

    private final FhirProperties settings = FhirTestService.settings(Map.of());

    @Test
    void a_mutated_resource_gets_a_response_and_is_recorded_or_kept() {
        MutationChecker.assertHolds(resources(), resource -> {
            FakeMessageRecorder recorder = new FakeMessageRecorder();
            FakeQuarantine quarantine = new FakeQuarantine();
            FhirRequestHandler handler = new FhirRequestHandler(
                    new FhirMessageParser(settings, new FakeDocumentStore(), Clock.systemUTC()),
                    new FhirMessageParser(settings, new HashingDocumentStore(), Clock.systemUTC()),
                    TestPipeline.processor(recorder, quarantine));

            FhirRequest request = new FhirRequest(
                    "http://localhost/fhir",
                    Optional.of("EHR"),
                    Optional.empty(),
                    EntryRequest.NONE,
                    FhirRequest.Prefer.OPERATION_OUTCOME);
            FhirResponse response = handler.handle(resource, request);

            assertThat(response.status()).isIn(200, 201, 400, 422);
            assertThat(FhirResourceCodec.JSON.write(response.body().orElseThrow()))
                    .isNotEmpty();
            assertThat(recorder.messages().size() + quarantine.all().size())
                    .as("recorded or kept")
                    .isPositive();
            if (response.status() >= 400) {
                assertThat(response.body().orElseThrow()).isInstanceOf(OperationOutcome.class);
            }
            assertThat(quarantine.all()).extracting(QuarantinedMessage::code).doesNotContain("PARC-0516");
            recorder.messages().forEach(message -> assertPatientsAreNamed(message, resource));
        });
    }

    /** Each patient of a recorded fact is one that the message names, or a Patient in it that has no number. */
    private static void assertPatientsAreNamed(ParsedMessage message, byte[] resource) {
        String text = plain(new String(resource, StandardCharsets.UTF_8));
        // A text with escapes, and one in another encoding, has to be read to be compared.
        if (text.contains("\\") || text.contains("&#") || text.indexOf('\0') >= 0 || text.indexOf('\ufffd') >= 0) {
            return;
        }
        for (Fact fact : message.facts()) {
            assertThat(fact.patient().identifiers()).isNotEmpty();
            boolean named = fact.patient().identifiers().stream()
                    .map(identifier ->
                            identifier.value().substring(identifier.value().lastIndexOf('/') + 1))
                    .anyMatch(value -> text.contains(plain(value)));
            assertThat(named || text.contains("patient\"") || text.contains("<patient"))
                    .as(
                            "a patient that the message does not name: %s",
                            fact.patient().identifiers())
                    .isTrue();
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s\\p{Cf}\u00a0]", "").toLowerCase(Locale.ROOT);
    }

    private static List<byte[]> resources() {
        List<byte[]> resources = new ArrayList<>();
        resources.add(TRANSACTION.getBytes(StandardCharsets.UTF_8));
        resources.add(TRANSACTION.replace("transaction", "batch").getBytes(StandardCharsets.UTF_8));
        resources.add(IN_XML.getBytes(StandardCharsets.UTF_8));
        resources.add(DOCUMENT.getBytes(StandardCharsets.UTF_8));
        Stream.of("fhir")
                .filter(folder -> SampleFiles.folder(folder).isPresent())
                .flatMap(SampleFiles::messages)
                .map(SampleFiles::bytes)
                .filter(bytes -> bytes.length < 20_000)
                .forEach(resources::add);
        return resources;
    }
}
