package org.parcours.command.api.quarantine;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parcours.command.api.BadParameterException;
import org.parcours.command.api.quarantine.ResubmissionService.Result;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.Outcome;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.QuarantinedMessageSummary;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Resubmits quarantined messages: one as bytes, one corrected as text, or many unchanged. */
@RestController
@RequestMapping("/api/quarantine")
class ResubmissionController {

    private static final int MAX_CORRECTIONS = 100;
    private static final String ALREADY_RESUBMITTED = "already-resubmitted";
    private static final String FAILED = "failed";
    private static final String FAILED_REASON =
            "A defect of Parcours; the log line \"resubmission failed\" has the stack trace. Nothing was changed";

    record ResubmissionResponse(String status, List<EventReceipt> receipts) {}

    /** @param by the person who corrects the message; stored with it */
    record CorrectionRequest(Optional<String> by, Optional<String> text) {}

    /**
     * Messages to resubmit unchanged: those with the given ids, or the open messages of one sender with one code and
     * field, the oldest first.
     *
     * @param after only messages of the group that are newer than this one: the {@code next} of the previous response
     */
    record BulkRequest(
            Optional<String> by,
            Optional<List<UUID>> ids,
            Optional<String> sender,
            Optional<String> code,
            Optional<String> field,
            Optional<UUID> after) {}

    /**
     * The outcome of one resubmission.
     *
     * @param status the label of the outcome, {@code already-resubmitted}, {@code failed} or {@code unknown}
     * @param code of the rejection; its field and reason follow
     * @param quarantine the id of the rejected attempt
     * @param by the person who resubmitted the message before
     */
    record ResubmissionResult(
            UUID id,
            String status,
            Optional<String> code,
            Optional<String> field,
            Optional<String> reason,
            Optional<UUID> quarantine,
            Optional<String> by) {}

    /**
     * @param more whether messages are left
     * @param next the {@code after} with which the same request resubmits the next messages of the group, also where those
     *     of this response remain open
     */
    record BulkResponse(List<ResubmissionResult> results, boolean more, Optional<UUID> next) {}

    private final Quarantine quarantine;
    private final ResubmissionService service;
    private final QuarantineProperties properties;
    private final RequestLimiter limiter;

    ResubmissionController(Quarantine quarantine, ResubmissionService service, QuarantineProperties properties) {
        this.quarantine = quarantine;
        this.service = service;
        this.properties = properties;
        long maxBody = properties.maxBody().toBytes();
        this.limiter = new RequestLimiter(maxBody, properties.maxConcurrent() * maxBody, properties.maxConcurrent());
    }

    /**
     * @param by the person who resubmits it; stored with it
     * @param request its body are the corrected bytes; without a body the message is resubmitted unchanged
     */
    @PostMapping("/{id}/resubmit")
    ResponseEntity<?> resubmit(
            @PathVariable UUID id,
            @RequestHeader(name = "Parcours-User", required = false) @Nullable String by,
            HttpServletRequest request)
            throws IOException {
        if (by == null || by.isBlank()) {
            throw new BadParameterException(
                    "Parcours-User", "This header must contain the name of the person who resubmits");
        }
        return withinLimits(request, corrected -> resubmit(id, by, corrected));
    }

    private ResponseEntity<?> resubmit(UUID id, String by, byte[] corrected) {
        Optional<QuarantinedMessage> original = quarantine.get(id);
        if (original.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        byte[] bytes = corrected.length == 0 ? original.get().raw() : corrected;
        return switch (service.resubmit(original.get(), bytes, by)) {
            case Result.AlreadyResubmitted earlier -> ResubmissionProblems.of(earlier);
            case Result.Failed _ -> ResubmissionProblems.failed(FAILED_REASON);
            case Result.Processed(Outcome.Recorded recorded) ->
                ResponseEntity.status(HttpStatus.CREATED)
                        .body(new ResubmissionResponse(recorded.label(), recorded.receipts()));
            case Result.Processed(Outcome.Duplicate duplicate) ->
                ResponseEntity.ok(new ResubmissionResponse(duplicate.label(), duplicate.receipts()));
            case Result.Processed(Outcome.Unsupported unsupported) ->
                ResponseEntity.ok(new ResubmissionResponse(unsupported.label(), List.of()));
            case Result.Processed(Outcome.Rejected rejected) -> ResubmissionProblems.of(rejected);
            case Result.Processed(Outcome.Unavailable(String reason)) ->
                ResubmissionProblems.unavailable(reason, properties);
        };
    }

    /** Resubmits a corrected text. A correction of a rejected attempt resubmits the original message. */
    @PostMapping("/{id}/correct")
    ResponseEntity<?> correct(@PathVariable UUID id, HttpServletRequest request) throws IOException {
        return withinLimits(request, body -> correct(id, parse(body, CorrectionRequest.class)));
    }

    private ResponseEntity<?> correct(UUID id, CorrectionRequest correction) {
        String by = requirePerson(correction.by());
        String corrected = require(correction.text(), "text", "The corrected message is required");
        Optional<QuarantinedMessage> found = quarantine.get(id);
        if (found.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        EditableMessageText text = EditableMessageText.of(
                found.get(), Math.toIntExact(properties.maxText().toBytes()));
        if (!text.complete()) {
            throw new BadParameterException(
                    "text", "The message cannot be corrected as text: POST its corrected bytes to /resubmit");
        }
        QuarantinedMessage original = firstOfChain(found.get());
        Result result = service.resubmit(original, text.encode(corrected), by);
        return ResponseEntity.status(httpStatus(result)).body(toResult(original.id(), result));
    }

    @PostMapping("/resubmit")
    ResponseEntity<?> resubmitMany(HttpServletRequest request) throws IOException {
        return withinLimits(request, body -> ResponseEntity.ok(resubmitMany(parse(body, BulkRequest.class))));
    }

    private BulkResponse resubmitMany(BulkRequest request) {
        String by = requirePerson(request.by());
        int max = properties.maxResubmitted();
        List<UUID> ids = request.ids().orElseGet(() -> idsOfGroup(request));
        if (ids.size() > max && request.ids().isPresent()) {
            throw new BadParameterException("ids", "At most " + max + " ids");
        }
        List<ResubmissionResult> results = new ArrayList<>();
        Optional<UUID> last = request.after();
        for (UUID id : ids.subList(0, Math.min(ids.size(), max))) {
            Optional<Result> result = service.resubmitUnchanged(id, by);
            results.add(result.map(known -> toResult(id, known))
                    .orElseGet(() -> withoutDetails(id, "unknown", Optional.empty())));
            if (result.isPresent() && result.get() instanceof Result.Processed(Outcome.Unavailable _)) {
                return new BulkResponse(results, true, last);
            }
            last = Optional.of(id);
        }
        boolean more = results.size() < ids.size();
        return new BulkResponse(results, more, last.filter(_ -> more));
    }

    private ResponseEntity<?> withinLimits(HttpServletRequest request, Function<byte[], ResponseEntity<?>> resubmission)
            throws IOException {
        try (RequestLimiter.Admission admission = limiter.admit(request)) {
            return switch (admission) {
                case RequestLimiter.Admitted admitted -> resubmission.apply(admitted.body());
                case RequestLimiter.TooLarge(long limit) -> ResubmissionProblems.tooLarge(limit);
                case RequestLimiter.Unreadable unreadable -> ResubmissionProblems.unreadable(unreadable);
                case RequestLimiter.Busy _ ->
                    ResubmissionProblems.unavailable("too many messages are being resubmitted", properties);
            };
        }
    }

    private static <T> T parse(byte[] body, Class<T> type) {
        try {
            return JsonMapper.shared().readValue(body, type);
        } catch (JacksonException e) {
            throw new BadParameterException("body", "JSON is required, as the API describes it");
        }
    }

    /** The ids of the group, at least one more than a request resubmits where so many are left. */
    private List<UUID> idsOfGroup(BulkRequest request) {
        QuarantineFilter group = QuarantineFilter.openForReason(
                require(request.sender(), "ids", "Either ids, or sender, code and field, are required"),
                require(request.code(), "code", "Required without ids"),
                require(request.field(), "field", "Required without ids"));
        List<UUID> ids = new ArrayList<>();
        Optional<UUID> after = request.after();
        while (ids.size() <= properties.maxResubmitted()) {
            List<QuarantinedMessageSummary> page = quarantine.oldestFirst(group, Quarantine.MAX_PAGE, after);
            page.forEach(message -> ids.add(message.id()));
            if (page.size() < Quarantine.MAX_PAGE) {
                break;
            }
            after = Optional.of(page.getLast().id());
        }
        return ids;
    }

    private QuarantinedMessage firstOfChain(QuarantinedMessage message) {
        QuarantinedMessage first = message;
        for (int i = 0; i < MAX_CORRECTIONS; i++) {
            Optional<QuarantinedMessage> previous = first.correctionOf().flatMap(quarantine::get);
            if (previous.isEmpty()) {
                break;
            }
            first = previous.get();
        }
        return first;
    }

    private static HttpStatus httpStatus(Result result) {
        return switch (result) {
            case Result.AlreadyResubmitted _ -> HttpStatus.CONFLICT;
            case Result.Failed _ -> HttpStatus.INTERNAL_SERVER_ERROR;
            case Result.Processed(Outcome.Recorded _) -> HttpStatus.CREATED;
            case Result.Processed(Outcome.Duplicate _) -> HttpStatus.OK;
            case Result.Processed(Outcome.Unsupported _) -> HttpStatus.OK;
            case Result.Processed(Outcome.Rejected _) -> HttpStatus.UNPROCESSABLE_CONTENT;
            case Result.Processed(Outcome.Unavailable _) -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static ResubmissionResult toResult(UUID id, Result result) {
        Optional<String> none = Optional.empty();
        return switch (result) {
            case Result.Processed(Outcome.Rejected rejected) -> {
                Rejection rejection = rejected.rejection();
                yield new ResubmissionResult(
                        id,
                        rejected.label(),
                        Optional.of(rejection.code()),
                        Optional.of(rejection.field()),
                        Optional.of(rejection.reason()),
                        Optional.of(rejected.quarantineId()),
                        none);
            }
            case Result.Processed(Outcome.Unavailable unavailable) ->
                new ResubmissionResult(
                        id, unavailable.label(), none, none, Optional.of(unavailable.reason()), Optional.empty(), none);
            case Result.Processed(Outcome outcome) -> withoutDetails(id, outcome.label(), none);
            case Result.AlreadyResubmitted earlier ->
                withoutDetails(id, ALREADY_RESUBMITTED, Optional.of(earlier.by()));
            case Result.Failed _ ->
                new ResubmissionResult(id, FAILED, none, none, Optional.of(FAILED_REASON), Optional.empty(), none);
        };
    }

    private static ResubmissionResult withoutDetails(UUID id, String status, Optional<String> by) {
        return new ResubmissionResult(
                id, status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), by);
    }

    private static String requirePerson(Optional<String> person) {
        Optional<String> name = person.map(String::strip).filter(text -> !text.isEmpty());
        return require(name, "by", "The name of the person who resubmits is required");
    }

    private static String require(Optional<String> value, String parameter, String reason) {
        return value.orElseThrow(() -> new BadParameterException(parameter, reason));
    }
}
