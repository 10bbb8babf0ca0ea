package org.parcours.command.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.EntryMode;
import org.parcours.events.Resubmission;

/**
 * A message that was parsed: the facts it reports, which are recorded together or not at all.
 *
 * @param messageId the sender's own id of the message; with the application, its identity (rule 4)
 * @param digest SHA-256 (64 hexadecimal digits) of the content; distinguishes a duplicate from a reused message id
 * @param declaredMode BACK_ENTRY or MIGRATION where the sender declares it; otherwise LIVE or LATE follows from the times
 * @param resubmission present where a person resubmitted the message from quarantine
 * @param raw SHA-256 of the message's bytes in the document store, where they are stored
 * @param facts none only where every part was rejected
 * @param rejectedParts entries of a FHIR batch that are rejected while the others are recorded
 */
public record ParsedMessage(
        Sender sender,
        String messageId,
        String digest,
        Instant receivedAt,
        Optional<EntryMode> declaredMode,
        Optional<String> author,
        Optional<String> outage,
        Optional<Resubmission> resubmission,
        Optional<String> raw,
        List<Fact> facts,
        List<RejectedPart> rejectedParts)
        implements ParseResult {

    /** @param bytes of the part alone, in a form that can be corrected and resubmitted by itself */
    public record RejectedPart(byte[] bytes, Rejection rejection) {}

    public ParsedMessage {
        facts = List.copyOf(facts);
        rejectedParts = List.copyOf(rejectedParts);
        if (facts.isEmpty() && rejectedParts.isEmpty()) {
            throw new IllegalArgumentException("A parsed message has at least one fact");
        }
    }

    /** A message as received from its sender. */
    public ParsedMessage(
            Sender sender,
            String messageId,
            String digest,
            Instant receivedAt,
            Optional<EntryMode> declaredMode,
            Optional<String> author,
            Optional<String> outage,
            List<Fact> facts) {
        this(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                Optional.empty(),
                Optional.empty(),
                facts,
                List.of());
    }

    public ParsedMessage withRejectedParts(List<RejectedPart> parts) {
        return new ParsedMessage(
                sender, messageId, digest, receivedAt, declaredMode, author, outage, resubmission, raw, facts, parts);
    }

    /** The same message, resubmitted from quarantine. */
    public ParsedMessage resubmitted(Resubmission how) {
        return new ParsedMessage(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                Optional.of(how),
                raw,
                facts,
                rejectedParts);
    }

    /** The same message, with its bytes in the document store. */
    public ParsedMessage withRaw(String sha256) {
        return new ParsedMessage(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                resubmission,
                Optional.of(sha256),
                facts,
                rejectedParts);
    }

    /** The same message, imported from an old record. A back-entry stays one, which states more. */
    public ParsedMessage asMigration() {
        return new ParsedMessage(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode.filter(EntryMode.BACK_ENTRY::equals).or(() -> Optional.of(EntryMode.MIGRATION)),
                author,
                outage,
                resubmission,
                raw,
                facts,
                rejectedParts);
    }

    /** Some of the facts, as a message of its own; the first chunk keeps the message's id. */
    public ParsedMessage chunk(int from, int to) {
        return new ParsedMessage(
                sender,
                from == 0 ? messageId : messageId + "#" + from,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                resubmission,
                raw,
                facts.subList(from, to),
                List.of());
    }
}
