package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A resource that is known by its id gets a business identifier later, or loses it: it is shown once (ADR 0037). */
class NumberedLaterMeaningTest {

    private static final List<String> RESOURCES = List.of(
            "{'resourceType': 'Observation', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Sodium'}, SUBJECT,"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'valueString': 'VALUE'}",
            "{'resourceType': 'Observation', 'id': 'r', NUMBER 'status': 'preliminary', 'code': {'text': 'Sodium'}, SUBJECT,"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'valueString': 'VALUE'}",
            "{'resourceType': 'Observation', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Sodium'}, SUBJECT,"
                    + " 'basedOn': [{'reference': 'ServiceRequest/s'}],"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'valueString': 'VALUE'}",
            "{'resourceType': 'Observation', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Écho'}, SUBJECT,"
                    + " 'category': [{'coding': [{'code': 'imaging'}]}],"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'valueString': 'VALUE'}",
            "{'resourceType': 'Observation', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Tabac'}, SUBJECT,"
                    + " 'category': [{'coding': [{'code': 'social-history'}]}],"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'valueString': 'VALUE'}",
            "{'resourceType': 'DiagnosticReport', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Bilan'}, SUBJECT,"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'conclusion': 'VALUE'}",
            "{'resourceType': 'DiagnosticReport', 'id': 'r', NUMBER 'status': 'final', 'code': {'text': 'Scanner'}, SUBJECT,"
                    + " 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0074', 'code': 'RAD'}]}],"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'conclusion': 'VALUE'}",
            "{'resourceType': 'ServiceRequest', 'id': 'r', NUMBER 'status': 'active', 'intent': 'order',"
                    + " 'code': {'text': 'NFS'}, SUBJECT, 'authoredOn': '2026-03-09', 'note': [{'text': 'VALUE'}]}",
            "{'resourceType': 'MedicationRequest', 'id': 'r', NUMBER 'status': 'active', 'intent': 'order',"
                    + " 'medicationCodeableConcept': {'text': 'Morphine'}, SUBJECT, 'authoredOn': '2026-03-09',"
                    + " 'dosageInstruction': [{'text': 'VALUE'}]}",
            "{'resourceType': 'MedicationAdministration', 'id': 'r', NUMBER 'status': 'completed',"
                    + " 'medicationCodeableConcept': {'text': 'Morphine'}, SUBJECT,"
                    + " 'effectiveDateTime': '2026-03-09T08:00:00+01:00', 'dosage': {'text': 'VALUE'}}",
            "{'resourceType': 'Procedure', 'id': 'r', NUMBER 'status': 'completed', 'code': {'text': 'Ponction'}, SUBJECT,"
                    + " 'performedDateTime': '2026-03-09T08:00:00+01:00', 'note': [{'text': 'VALUE'}]}",
            "{'resourceType': 'Condition', 'id': 'r', NUMBER 'code': {'text': 'Asthme'}, SUBJECT,"
                    + " 'recordedDate': '2026-03-09', 'note': [{'text': 'VALUE'}]}",
            "{'resourceType': 'Immunization', 'id': 'r', NUMBER 'status': 'completed',"
                    + " 'vaccineCode': {'text': 'Grippe'}, 'patient': {'identifier': {'system': 'urn:ipp', 'value': 'A'}},"
                    + " 'occurrenceDateTime': '2026-03-09', 'lotNumber': 'VALUE'}",
            "{'resourceType': 'DocumentReference', 'id': 'r', NUMBER 'status': 'current',"
                    + " 'type': {'text': 'Compte rendu'}, SUBJECT, 'date': '2026-03-09T08:00:00+01:00',"
                    + " 'description': 'VALUE', 'content': [{'attachment': {'contentType': 'text/plain', 'data': 'YQ=='}}]}",
            "{'resourceType': 'Specimen', 'id': 'r', NUMBER 'status': 'available', 'type': {'text': 'Sang'}, SUBJECT,"
                    + " 'receivedTime': '2026-03-09T08:00:00+01:00', 'note': [{'text': 'VALUE'}]}",
            "{'resourceType': 'Appointment', 'id': 'r', NUMBER 'status': 'booked', 'start': '2026-03-19T08:00:00+01:00',"
                    + " 'comment': 'VALUE', 'participant': [{'status': 'accepted', 'actor': {'type': 'Patient',"
                    + " 'identifier': {'system': 'urn:ipp', 'value': 'A'}}}]}");

    private static final String SUBJECT = "'subject': {'identifier': {'system': 'urn:ipp', 'value': 'A'}}";

    private final StatePipeline pipeline = new StatePipeline();
    private final FhirMessageParser parser = new FhirMessageParser(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("parcours.fhir", FhirProperties.class),
            new NoDocuments(),
            Clock.fixed(StatePipeline.RECEIVED_AT, ZoneOffset.UTC));

    static Stream<Arguments> resourcesInBothOrders() {
        return RESOURCES.stream().flatMap(resource -> Stream.of(true, false)
                .flatMap(numberedLater -> Stream.of("Un", "Deux", "Deux, later")
                        .map(change -> Arguments.of(resource, numberedLater, change))));
    }

    @ParameterizedTest
    @MethodSource("resourcesInBothOrders")
    void one_resource_is_one_entry_whatever_numbers_it_states(String resource, boolean numberedLater, String change) {
        String first = version(resource, !numberedLater, "Un");
        String value = change.replace(", later", "");
        boolean changed = !value.equals("Un");
        String second = version(resource, numberedLater, value);
        if (!value.equals(change)) {
            second = second.replace("T08:", "T09:").replace("2026-03-09'", "2026-03-08'");
        }
        send(first);
        send(second);

        assertThat(pipeline.entries("A")).hasSize(1);
        String shown = pipeline.entry("A").toString();
        assertThat(shown).contains(value);
        assertThat(send(second)).as("again").isEmpty();
        assertThat(send(first).isEmpty()).as("the first version again").isEqualTo(!changed);
        assertThat(pipeline.entries("A")).hasSize(1);
    }

    private static String version(String resource, boolean numbered, String value) {
        return resource.replace("NUMBER", numbered ? "'identifier': [{'system': 'urn:number', 'value': '7'}]," : "")
                .replace("SUBJECT", SUBJECT)
                .replace("VALUE", value);
    }

    private List<Envelope> send(String resource) {
        ReceivedFhirMessage message = parser.receive(
                resource.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Optional.of("EHR"), Optional.empty());
        message.parse();
        var parsed = message.result().orElseThrow();
        assertThat(parsed.rejections()).isEmpty();
        return pipeline.record(parsed.facts().toArray(Fact[]::new));
    }

    private static final class NoDocuments implements DocumentStore {

        @Override
        public DocumentRef put(String mediaType, byte[] bytes) {
            return new DocumentRef(mediaType, Hash.of(bytes).toString(), bytes.length, Optional.empty());
        }

        @Override
        public Optional<StoredDocument> get(Hash hash) {
            return Optional.empty();
        }
    }
}
