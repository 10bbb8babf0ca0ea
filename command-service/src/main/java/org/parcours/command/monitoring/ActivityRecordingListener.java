package org.parcours.command.monitoring;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.Outcome.Quarantined;
import org.parcours.command.processing.OutcomeListener;
import org.parcours.events.Envelope;

/** Records the outcome of each message for the monitoring of its application. */
public record ActivityRecordingListener(ActivityRecorder recorder, Clock clock) implements OutcomeListener {

    @Override
    public void processed(Sender sender, Optional<ParsedMessage> parsed, Outcome outcome) {
        switch (outcome) {
            case Outcome.Recorded recorded -> {
                recordParsed(sender, parsed, Outcome.Kind.RECORDED);
                recordRejections(sender, recorded.rejectedParts());
            }
            case Outcome.Duplicate duplicate -> {
                recordParsed(sender, parsed, Outcome.Kind.DUPLICATE);
                recordRejections(sender, duplicate.rejectedParts());
            }
            case Outcome.Rejected rejected -> recordRejections(sender, rejected.parts());
            case Outcome.Unsupported(var reason) ->
                recordUnparsed(sender, Outcome.Kind.UNSUPPORTED, reason.asRejection());
            case Outcome.Unavailable _ -> recordParsed(sender, parsed, Outcome.Kind.UNAVAILABLE);
        }
    }

    private void recordParsed(Sender sender, Optional<ParsedMessage> parsed, Outcome.Kind outcome) {
        boolean late = parsed.filter(ActivityRecordingListener::isLate).isPresent();
        String firstEvent = parsed.flatMap(message -> message.facts().stream().findFirst())
                .map(fact -> fact.event().getClass().getSimpleName())
                .orElse("");
        String messageId = parsed.map(ParsedMessage::messageId).orElse("");
        recorder.record(new ProcessedMessage(sender, clock.instant(), outcome, late, firstEvent, messageId, "", ""));
    }

    private void recordRejections(Sender sender, List<Quarantined> parts) {
        parts.forEach(part -> recordUnparsed(sender, Outcome.Kind.REJECTED, part.rejection()));
    }

    private void recordUnparsed(Sender sender, Outcome.Kind outcome, Rejection why) {
        recorder.record(new ProcessedMessage(sender, clock.instant(), outcome, false, "", "", why.code(), why.field()));
    }

    private static boolean isLate(ParsedMessage message) {
        return message.declared().mode().isEmpty()
                && message.facts().stream().anyMatch(fact -> fact.occurredAt()
                        .toInstant()
                        .isBefore(message.receivedAt().minus(Envelope.LATE_AFTER)));
    }
}
