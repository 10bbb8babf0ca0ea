package org.parcours.command.intake.fhir.mapping;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.message.Fact;
import org.parcours.events.Event;

/** One resource or Bundle, parsed; written with single quotes. */
record ParsedResource(ParsedFhirMessage message) {

    private static final FhirMessageParser PARSER =
            new FhirMessageParser(FhirTestService.settings(Map.of()), new FakeDocumentStore(), Clock.systemUTC());

    static ParsedResource of(String json) {
        return ofJson(json.replace('\'', '"'));
    }

    static ParsedResource ofJson(String json) {
        ReceivedFhirMessage received =
                PARSER.receive(json.getBytes(StandardCharsets.UTF_8), Optional.of("EHR"), Optional.empty());
        received.parse();
        return new ParsedResource(received.result().orElseThrow());
    }

    /** Of a resource of that type about patient 12. */
    static ParsedResource of(String type, String content) {
        String patient = type.equals("AllergyIntolerance") || type.equals("Immunization") ? "patient" : "subject";
        return of("{'resourceType': '" + type + "', 'id': 'r1', '" + patient
                + "': {'identifier': {'system': 'urn:oid:2.999.10.1', 'value': '12'}}, " + content + "}");
    }

    List<Fact> facts() {
        return message.facts();
    }

    Fact fact() {
        return facts().getFirst();
    }

    <E extends Event> E event(Class<E> type) {
        return facts().stream()
                .map(Fact::event)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + facts()));
    }

    String detail(String key) {
        return fact().annotations().details().get(key);
    }

    /** {@code MedicationPrescribed, MedicationHeld}; what is withdrawn, and what ends an earlier version, says so. */
    String events() {
        return String.join(
                ", ",
                facts().stream()
                        .map(fact -> fact.event().getClass().getSimpleName()
                                + switch (fact.assertion()) {
                                    case HAPPENED, ONLY_IF_UNKNOWN -> "";
                                    case ONLY_IF_KNOWN -> " only if known";
                                    case ENTERED_IN_ERROR -> " in error";
                                })
                        .toList());
    }
}
