package org.parcours.command.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Resubmission;

/**
 * A message that was parsed: the facts it reports, which are recorded together or not at all.
 *
 * @param messageId the sender's own id of the message; with the application, its identity (rule 4)
 * @param digest SHA-256 (64 hexadecimal digits) of the content; distinguishes a duplicate from a reused message id
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
        DataEntryMetadata declared,
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
            DataEntryMetadata declared,
            List<Fact> facts,
            List<RejectedPart> rejectedParts) {
        this(sender, messageId, digest, receivedAt, declared, Optional.empty(), Optional.empty(), facts, rejectedParts);
    }

    public ParsedMessage resubmitted(Resubmission how) {
        return with(declared, Optional.of(how), raw);
    }

    public ParsedMessage withRaw(String sha256) {
        return with(declared, resubmission, Optional.of(sha256));
    }

    public ParsedMessage asMigration() {
        return with(declared.asMigration(), resubmission, raw);
    }

    private ParsedMessage with(DataEntryMetadata declaration, Optional<Resubmission> how, Optional<String> sha256) {
        return new ParsedMessage(sender, messageId, digest, receivedAt, declaration, how, sha256, facts, rejectedParts);
    }

    /** Some of the facts, as a message of its own; the first chunk keeps the message's id. */
    public ParsedMessage chunk(int from, int to) {
        String id = from == 0 ? messageId : messageId + "#" + from;
        return new ParsedMessage(
                sender, id, digest, receivedAt, declared, resubmission, raw, facts.subList(from, to), List.of());
    }
}
