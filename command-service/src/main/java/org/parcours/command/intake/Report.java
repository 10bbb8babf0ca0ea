package org.parcours.command.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parcours.events.EntryMode;
import org.parcours.events.Resubmission;

/**
 * A message that has been understood: the facts it tells, recorded together or not at all.
 *
 * @param messageId the sender's own id of the message; with the application, its identity (rule 4)
 * @param digest SHA-256 (64 hexadecimal digits) of the content, which tells a duplicate from a re-used message id
 * @param resubmitted where a person took it from quarantine
 * @param raw SHA-256 of the message's bytes, by which the document store has them, where they are kept
 * @param declaredMode BACK_ENTRY or MIGRATION where the sender says so; otherwise LIVE or LATE follows from the times
 */
public record Report(
        Sender sender,
        String messageId,
        String digest,
        Instant receivedAt,
        Optional<EntryMode> declaredMode,
        Optional<String> author,
        Optional<String> outage,
        Optional<Resubmission> resubmitted,
        Optional<String> raw,
        List<Fact> facts)
        implements Understanding {

    /** As it came in from its sender. */
    public Report(
            Sender sender,
            String messageId,
            String digest,
            Instant receivedAt,
            Optional<EntryMode> declaredMode,
            Optional<String> author,
            Optional<String> outage,
            List<Fact> facts) {
        this(sender, messageId, digest, receivedAt, declaredMode, author, outage, Optional.empty(), facts);
    }

    /** As it came in, its bytes not kept. */
    public Report(
            Sender sender,
            String messageId,
            String digest,
            Instant receivedAt,
            Optional<EntryMode> declaredMode,
            Optional<String> author,
            Optional<String> outage,
            Optional<Resubmission> resubmitted,
            List<Fact> facts) {
        this(sender, messageId, digest, receivedAt, declaredMode, author, outage, resubmitted, Optional.empty(), facts);
    }

    /** The same report, by way of the quarantine. */
    public Report resubmitted(Resubmission how) {
        return new Report(
                sender, messageId, digest, receivedAt, declaredMode, author, outage, Optional.of(how), raw, facts);
    }

    /** The same report, its message's bytes kept. */
    public Report kept(String sha256) {
        return new Report(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                resubmitted,
                Optional.of(sha256),
                facts);
    }

    /** The same report, as a part of an old record. A back-entry stays one: it says more. */
    public Report migrated() {
        return new Report(
                sender,
                messageId,
                digest,
                receivedAt,
                declaredMode.filter(EntryMode.BACK_ENTRY::equals).or(() -> Optional.of(EntryMode.MIGRATION)),
                author,
                outage,
                resubmitted,
                raw,
                facts);
    }

    /** Some of its facts, as a message of its own; the first piece goes by the whole's id. */
    Report piece(int from, int to) {
        return new Report(
                sender,
                from == 0 ? messageId : messageId + "#" + from,
                digest,
                receivedAt,
                declaredMode,
                author,
                outage,
                resubmitted,
                raw,
                facts.subList(from, to));
    }

    public Report {
        facts = List.copyOf(facts);
        if (facts.isEmpty()) {
            throw new IllegalArgumentException("A report tells at least one fact");
        }
    }
}
