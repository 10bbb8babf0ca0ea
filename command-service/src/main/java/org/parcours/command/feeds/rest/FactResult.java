package org.parcours.command.feeds.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.Outcome;

/**
 * The outcome of one CloudEvent of a request, in the request's order.
 *
 * @param id of the recorded event
 * @param status {@code recorded}, {@code duplicate}, {@code rejected} or {@code unsupported}
 * @param additionalEvents other events that were recorded with it, such as the registration of its patient
 * @param ignored the paths of fields that are not used, such as an INS that is not validated
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FactResult(
        Optional<String> id,
        Optional<Long> position,
        String status,
        List<AdditionalEvent> additionalEvents,
        List<String> ignored,
        Optional<Problem> problem) {

    static final String RECORDED = "recorded";
    static final String REJECTED = "rejected";

    record AdditionalEvent(String id, long position) {}

    /**
     * @param field the path in the event
     * @param path the path in the batch: {@code events[3].data.occurredAt}
     * @param quarantine the id in quarantine
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Problem(String code, String field, Optional<String> path, String detail, UUID quarantine) {

        private static Problem of(Rejection why, Optional<Integer> index, UUID quarantine) {
            Optional<String> path =
                    index.map(i -> "events[" + i + "]" + (why.field().isEmpty() ? "" : "." + why.field()));
            return new Problem(why.code(), why.field(), path, why.reason(), quarantine);
        }
    }

    /** @param index of the event in a batch, from 0 */
    static FactResult of(Outcome outcome, ReceivedCloudEvent event, Optional<Integer> index) {
        return switch (outcome) {
            case Outcome.Recorded recorded -> accepted(outcome, recorded.receipts(), event.ignoredFields());
            case Outcome.Duplicate duplicate -> accepted(outcome, duplicate.receipts(), event.ignoredFields());
            case Outcome.Unsupported _ -> accepted(outcome, List.of(), event.ignoredFields());
            case Outcome.Rejected rejected -> {
                Problem problem = Problem.of(rejected.rejection(), index, rejected.quarantineId());
                yield new FactResult(
                        Optional.empty(), Optional.empty(), REJECTED, List.of(), List.of(), Optional.of(problem));
            }
            case Outcome.Unavailable _ ->
                throw new IllegalArgumentException("An unavailable log is a response to the whole request");
        };
    }

    private static FactResult accepted(Outcome outcome, List<EventReceipt> receipts, List<String> ignored) {
        Optional<EventReceipt> factReceipt = receipts.isEmpty() ? Optional.empty() : Optional.of(receipts.getLast());
        return new FactResult(
                factReceipt.map(receipt -> receipt.id().toString()),
                factReceipt.map(EventReceipt::position),
                outcome.label(),
                receipts.stream()
                        .limit(Math.max(0, receipts.size() - 1))
                        .map(receipt -> new AdditionalEvent(receipt.id().toString(), receipt.position()))
                        .toList(),
                ignored,
                Optional.empty());
    }

    boolean hasStatus(String expected) {
        return status.equals(expected);
    }
}
