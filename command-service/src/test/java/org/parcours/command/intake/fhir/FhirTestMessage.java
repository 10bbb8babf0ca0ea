package org.parcours.command.intake.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.store.Hash;

/** A FHIR message that is parsed, without being recorded; from the application EHR. */
public final class FhirTestMessage {

    private final FakeDocumentStore documents = new FakeDocumentStore();
    private final ReceivedFhirMessage message;
    private final ParseResult result;

    private FhirTestMessage(byte[] bytes, Map<String, String> settings) {
        FhirMessageParser parser =
                new FhirMessageParser(FhirTestService.settings(settings), documents, Clock.systemUTC());
        message = (ReceivedFhirMessage) parser.forSource(Optional.of("EHR")).receive(bytes);
        result = message.parse();
    }

    public static FhirTestMessage of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static FhirTestMessage of(byte[] bytes) {
        return new FhirTestMessage(bytes, Map.of());
    }

    public List<Fact> facts() {
        if (result instanceof ParsedMessage parsed) {
            return parsed.facts();
        }
        throw new AssertionError("Not mapped: " + result);
    }

    public Fact fact() {
        if (facts().size() != 1) {
            throw new AssertionError("Not one fact: " + facts());
        }
        return facts().getFirst();
    }

    public boolean isMapped() {
        return result instanceof ParsedMessage;
    }

    /** Without what differs from message to message: {@code mapped}, or why not. */
    public String outcome() {
        return isMapped() ? "mapped" : result.toString();
    }

    public Rejection rejection() {
        if (result instanceof Rejection rejection) {
            return rejection;
        }
        throw new AssertionError("Not rejected: " + result);
    }

    public List<EntryResult> entries() {
        return message.result().orElseThrow().entries();
    }

    /** The paths of all unread elements. */
    public List<String> unread() {
        return entries().stream()
                .flatMap(entry -> entry.unread().stream())
                .map(UnreadElement::path)
                .toList();
    }

    /** The text of a document. */
    public String document(String sha256) {
        return documents
                .get(Hash.parse(sha256))
                .map(stored -> new String(stored.bytes(), StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
