package org.parcours.command.intake.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirMessage;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.ParsedMessage.RejectedPart;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;

/**
 * The mapping of a Bundle, or of a single resource, before anything of it is recorded.
 *
 * @param messageId by which the message is recognised when it is sent again
 * @param digest SHA-256 of its bytes
 * @param facts of all entries that are not rejected
 * @param entries each resource with its mapping, in the order of the request
 */
public record BundleResult(
        FhirMessage message,
        Sender sender,
        String messageId,
        String digest,
        Instant receivedAt,
        List<Fact> facts,
        List<EntryResult> entries) {

    /** The patients that a rejected entry of a batch keeps beside it, since it may refer to one of them. */
    private static final int MAX_PATIENTS = 8;

    public record EntryResult(Entry entry, Mapping mapping) {}

    public sealed interface Mapping {}

    /** The resource has facts to record. */
    public record Mapped() implements Mapping {}

    /** The resource is kept with the others, and not tracked. */
    public record Unsupported() implements Mapping {}

    public record Rejected(Rejection rejection) implements Mapping {}

    public BundleResult {
        facts = List.copyOf(facts);
        entries = List.copyOf(entries);
    }

    public List<Rejection> rejections() {
        return entries.stream()
                .map(EntryResult::mapping)
                .filter(Rejected.class::isInstance)
                .map(mapping -> ((Rejected) mapping).rejection())
                .toList();
    }

    /** The entries that are not rejected, as a message that names the rejected ones. */
    ParsedMessage parsed() {
        return new ParsedMessage(
                sender,
                messageId,
                digest,
                receivedAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                facts,
                entries.stream()
                        .filter(each -> each.mapping() instanceof Rejected)
                        .map(each -> new RejectedPart(batchOf(each.entry()), ((Rejected) each.mapping()).rejection()))
                        .toList());
    }

    /** A batch of the entry and the patients sent beside it, which can be corrected and resubmitted by itself. */
    private byte[] batchOf(Entry entry) {
        if (entry.alone().length == 0) {
            return new byte[0];
        }
        StringBuilder bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[");
        entries.stream()
                .map(EntryResult::entry)
                .filter(other -> other != entry
                        && other.resource()
                                .filter(resource -> resource.fhirType().equals("Patient"))
                                .isPresent())
                .limit(MAX_PATIENTS)
                .forEach(patient -> bundle.append(json(patient)).append(','));
        bundle.append(json(entry)).append("]}");
        return bundle.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Entry entry) {
        String resource = new String(entry.alone(), StandardCharsets.UTF_8);
        return entry.fullUrl()
                .map(url -> "{\"fullUrl\":\"" + url.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\",\"resource\":" + resource
                        + "}")
                .orElse("{\"resource\":" + resource + "}");
    }
}
