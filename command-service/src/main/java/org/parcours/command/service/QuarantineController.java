package org.parcours.command.service;

import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parcours.command.intake.Intake.Receipt;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.Wanted;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What could not be understood, and the way to submit it again. */
@RestController
@RequestMapping("/api/quarantine")
class QuarantineController {

    static final int DEFAULT_LIMIT = 50;

    /** One line of the list: no raw bytes. */
    record Line(
            UUID id,
            Instant receivedAt,
            String feed,
            String sender,
            String code,
            String field,
            String reason,
            String state,
            long timesSeen,
            Instant lastSeenAt) {}

    /** @param raw the bytes as they came, in base64 */
    record Whole(
            Line message,
            String contentType,
            String raw,
            Optional<UUID> correctionOf,
            Optional<String> submittedBy,
            Optional<QuarantinedMessage.Resubmission> resubmission,
            Optional<Submitted> submitted) {}

    /** @param raw what was submitted in the message's place, in base64 */
    record Submitted(String by, Instant at, String raw) {}

    record Resubmitted(String status, List<Receipt> receipts) {}

    private final Quarantine quarantine;
    private final ResubmissionService resubmission;

    QuarantineController(Quarantine quarantine, ResubmissionService resubmission) {
        this.quarantine = quarantine;
        this.resubmission = resubmission;
    }

    /**
     * The newest first.
     *
     * @param state {@code open}; {@code kept}, what tells nothing that is tracked; {@code resubmitted}; absent: all
     * @param before only messages older than this one: the last id of the page before
     */
    @GetMapping
    List<Line> list(
            @RequestParam Optional<String> state,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam Optional<UUID> before) {
        if (limit < 1 || limit > Quarantine.MAX_PAGE) {
            throw new BadParameter("limit", "1 to " + Quarantine.MAX_PAGE);
        }
        return quarantine.list(Wanted.in(state.map(QuarantineController::state)), limit, before).stream()
                .map(QuarantineController::line)
                .toList();
    }

    @GetMapping("/{id}")
    ResponseEntity<Whole> get(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine
                .get(id)
                .map(message -> new Whole(
                        line(message),
                        message.contentType(),
                        Base64.getEncoder().encodeToString(message.raw()),
                        message.correctionOf(),
                        message.submittedBy(),
                        message.resubmission(),
                        quarantine
                                .claimed(id)
                                .map(claim -> new Submitted(
                                        claim.by(),
                                        claim.at(),
                                        Base64.getEncoder().encodeToString(claim.raw()))))));
    }

    /**
     * Submits the message again.
     *
     * @param by who does it: kept for ever with the message
     * @param corrected the corrected bytes; without a body the message is submitted as it was
     */
    @PostMapping("/{id}/resubmit")
    ResponseEntity<?> resubmit(
            @PathVariable UUID id,
            @RequestHeader(name = "Parcours-User", required = false) @Nullable String by,
            @RequestBody(required = false) byte @Nullable [] corrected) {
        if (by == null || by.isBlank()) {
            throw new BadParameter("Parcours-User", "Say in this header who resubmits");
        }
        Optional<QuarantinedMessage> original = quarantine.get(id);
        if (original.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        byte[] bytes =
                corrected == null || corrected.length == 0 ? original.get().raw() : corrected;
        return switch (resubmission.resubmit(original.get(), bytes, by)) {
            case ResubmissionService.Result.Taken(boolean news, var receipts) ->
                news
                        ? ResponseEntity.status(HttpStatus.CREATED).body(new Resubmitted("recorded", receipts))
                        : ResponseEntity.ok(new Resubmitted("duplicate", receipts));
            case ResubmissionService.Result.Unavailable(String reason) ->
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, "5")
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, reason));
            case ResubmissionService.Result.TakenBefore before ->
                ResponseEntity.status(HttpStatus.CONFLICT)
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(problem(before));
            case ResubmissionService.Result.RefusedAgain again ->
                ResponseEntity.unprocessableContent()
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(problem(again));
        };
    }

    private static ProblemDetail problem(ResubmissionService.Result.TakenBefore before) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "It was resubmitted before, with other content");
        problem.setType(URI.create("urn:parcours:problem:resubmitted-before"));
        problem.setProperty("by", before.by());
        problem.setProperty("at", before.at());
        return problem;
    }

    private static ProblemDetail problem(ResubmissionService.Result.RefusedAgain again) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, again.reason());
        problem.setType(URI.create("urn:parcours:problem:" + again.code().toLowerCase(Locale.ROOT)));
        problem.setProperty("code", again.code());
        problem.setProperty("field", again.field());
        problem.setProperty("quarantine", again.quarantined());
        return problem;
    }

    static QuarantinedMessage.State state(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "open" -> QuarantinedMessage.State.OPEN;
            case "kept" -> QuarantinedMessage.State.KEPT;
            case "resubmitted" -> QuarantinedMessage.State.RESUBMITTED;
            default -> throw new BadParameter("state", "open, kept or resubmitted");
        };
    }

    static Line line(QuarantinedMessage message) {
        return new Line(
                message.id(),
                message.receivedAt(),
                message.feed(),
                message.sender(),
                message.code(),
                message.field(),
                message.reason(),
                message.state().name().toLowerCase(Locale.ROOT),
                message.timesSeen(),
                message.lastSeenAt());
    }
}
