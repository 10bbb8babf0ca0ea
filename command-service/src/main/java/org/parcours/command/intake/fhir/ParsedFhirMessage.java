package org.parcours.command.intake.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.fhir.directory.ReferenceDirectoryEntry;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.DataEntryMetadata;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ParsedMessage.RejectedPart;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;

/**
 * A Bundle or a single resource, read and mapped to facts; nothing of it is recorded yet.
 *
 * @param messageId identifies the message when it is sent again
 * @param digest SHA-256 of the message's bytes
 * @param facts of all entries that are not rejected
 * @param entries each resource with its mapping, in the order of the request
 * @param kept the places, people and organisations to be kept for later references
 */
public record ParsedFhirMessage(
        FhirMessage message,
        Sender sender,
        String messageId,
        String digest,
        Instant receivedAt,
        List<Fact> facts,
        List<EntryResult> entries,
        Map<String, ReferenceDirectoryEntry> kept) {

    /** How many patients are kept in quarantine beside a rejected entry of a batch, which may refer to one of them. */
    private static final int MAX_PATIENTS = 8;

    public record EntryResult(ResourceEntry entry, EntryMapping mapping) {

        Optional<Rejection> rejection() {
            return mapping instanceof RejectedEntry(Rejection rejection) ? Optional.of(rejection) : Optional.empty();
        }

        /** The elements that were not used, as the answer to the sender names them. */
        public List<UnreadElement> unread() {
            return switch (mapping) {
                case MappedEntry(var _, List<UnreadElement> unread) -> unread;
                case ContainedEntry(var _, List<UnreadElement> unread) -> unread;
                case UnsupportedEntry _, RejectedEntry _ -> List.of();
            };
        }
    }

    public sealed interface EntryMapping {}

    /**
     * The resource is of a tracked type.
     *
     * @param facts the indexes of its facts among those of the message; none where its state is not shown
     */
    public record MappedEntry(List<Integer> facts, List<UnreadElement> unread) implements EntryMapping {}

    /**
     * The facts of another entry contain the resource: the report that has this observation.
     *
     * @param container the path of the other entry
     */
    public record ContainedEntry(String container, List<UnreadElement> unread) implements EntryMapping {}

    /** Parcours does not track the resource; it is kept with the others. */
    public record UnsupportedEntry(String reason) implements EntryMapping {}

    public record RejectedEntry(Rejection rejection) implements EntryMapping {}

    public ParsedFhirMessage {
        facts = List.copyOf(facts);
        entries = List.copyOf(entries);
    }

    public List<Rejection> rejections() {
        return entries.stream().flatMap(each -> each.rejection().stream()).toList();
    }

    /** The FHIRPath of the first resource, if there is one. */
    Optional<String> firstPath() {
        return entries.stream().findFirst().map(each -> each.entry().path());
    }

    /** The facts of the valid entries as one message, with the rejected entries as its rejected parts. */
    ParsedMessage toParsedMessage() {
        return new ParsedMessage(
                sender,
                messageId,
                digest,
                receivedAt,
                DataEntryMetadata.NONE,
                facts,
                entries.stream()
                        .flatMap(each -> each.rejection().stream()
                                .map(rejection -> new RejectedPart(batchOf(each.entry()), rejection)))
                        .toList());
    }

    /** A batch of the entry and the patients of the same message, which can be corrected and resubmitted by itself. */
    private byte[] batchOf(ResourceEntry entry) {
        if (entry.bytes().length == 0) {
            return new byte[0];
        }
        StringBuilder bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
        entries.stream()
                .map(EntryResult::entry)
                .filter(other -> other != entry && other.resource("Patient").isPresent())
                .limit(MAX_PATIENTS)
                .forEach(patient -> bundle.append(json(patient)).append(','));
        bundle.append(json(entry)).append("]}");
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String json(ResourceEntry entry) {
        String fullUrl = entry.fullUrl()
                .map(url -> "\"fullUrl\":\"" + url.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\",")
                .orElse("");
        return "{" + fullUrl + "\"resource\":" + new String(entry.bytes(), StandardCharsets.UTF_8) + "}";
    }
}
