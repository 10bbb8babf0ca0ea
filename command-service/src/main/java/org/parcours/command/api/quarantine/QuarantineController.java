package org.parcours.command.api.quarantine;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.api.BadParameterException;
import org.parcours.command.intake.locator.FieldLocator;
import org.parcours.command.intake.locator.TextRange;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.RejectionGroup;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds and shows quarantined messages. */
@RestController
@RequestMapping("/api/quarantine")
class QuarantineController {

    private static final int DEFAULT_LIMIT = 50;

    /** An entry of a list; without the message's bytes. */
    record Entry(
            UUID id,
            Instant receivedAt,
            String feed,
            String sender,
            String code,
            String field,
            String reason,
            String state,
            long deliveries,
            Instant lastReceivedAt) {}

    /** @param raw the bytes as received, in base64 */
    record Details(
            Entry message,
            String contentType,
            String raw,
            Optional<UUID> correctionOf,
            Optional<String> submittedBy,
            Optional<QuarantinedMessage.Resubmission> resubmission,
            Optional<Submitted> submitted) {}

    /** @param raw the bytes that were resubmitted, in base64 */
    record Submitted(String by, Instant at, String raw) {}

    /**
     * A search. By POST: search terms may identify patients, and belong in no URL and no log.
     *
     * @param text anywhere in the message, its sender or its rejection; case-insensitive
     * @param from received at this time or later
     * @param to received before this time
     * @param before the {@code next} of the previous page
     */
    record SearchRequest(
            Optional<String> text,
            Optional<String> state,
            Optional<String> sender,
            Optional<String> code,
            Optional<String> field,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Integer> limit,
            Optional<UUID> before) {}

    /** @param next where to go on; absent when everything has been searched */
    record SearchResponse(List<Entry> messages, Optional<UUID> next) {}

    /**
     * A message as text.
     *
     * @param charset in which its bytes were read
     * @param complete whether the text is the whole message, and can be corrected as text
     * @param fieldRange the rejected field, in UTF-16 characters; absent where it is not in the text
     */
    record Text(String text, String charset, boolean complete, Optional<TextRange> fieldRange) {}

    private final Quarantine quarantine;
    private final QuarantineSearchService search;
    private final QuarantineProperties properties;

    QuarantineController(Quarantine quarantine, QuarantineProperties properties) {
        this.quarantine = quarantine;
        this.search = new QuarantineSearchService(quarantine, properties);
        this.properties = properties;
    }

    /**
     * The newest first.
     *
     * @param state {@code open}, {@code unsupported} or {@code resubmitted}; absent: all
     * @param before only messages older than this one: the last id of the previous page
     */
    @GetMapping
    List<Entry> list(
            @RequestParam Optional<String> state,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam Optional<UUID> before) {
        QuarantineFilter filter = QuarantineFilter.inState(state.map(QuarantineController::state));
        return quarantine.newest(filter, limit(limit), before).stream()
                .map(QuarantineController::entry)
                .toList();
    }

    /** The open messages by sender and reason; the group with the latest message first. */
    @GetMapping("/groups")
    List<RejectionGroup> groups() {
        return quarantine.groups(properties.maxGroups());
    }

    @PostMapping("/search")
    SearchResponse search(@RequestBody SearchRequest request) {
        QuarantineFilter filter = new QuarantineFilter(
                text(request.state()).map(QuarantineController::state),
                text(request.sender()),
                text(request.code()),
                text(request.field()),
                request.from(),
                request.to());
        QuarantineSearchService.Page page = search.page(
                filter, text(request.text()), limit(request.limit().orElse(DEFAULT_LIMIT)), request.before());
        return new SearchResponse(
                page.messages().stream().map(QuarantineController::entry).toList(), page.next());
    }

    @GetMapping("/{id}")
    ResponseEntity<Details> get(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine
                .get(id)
                .map(message -> new Details(
                        entry(message),
                        message.contentType(),
                        base64(message.raw()),
                        message.correctionOf(),
                        message.submittedBy(),
                        message.resubmission(),
                        quarantine
                                .claimOf(id)
                                .map(claim -> new Submitted(claim.by(), claim.at(), base64(claim.raw()))))));
    }

    @GetMapping("/{id}/text")
    ResponseEntity<Text> text(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine.get(id).map(message -> {
            EditableMessageText text = EditableMessageText.of(
                    message, Math.toIntExact(properties.maxText().toBytes()));
            return new Text(
                    text.text(),
                    text.charset().name(),
                    text.complete(),
                    FieldLocator.locate(text.text(), message.field()));
        }));
    }

    private static int limit(int limit) {
        if (limit < 1 || limit > Quarantine.MAX_PAGE) {
            throw new BadParameterException("limit", "1 to " + Quarantine.MAX_PAGE);
        }
        return limit;
    }

    private static QuarantinedMessage.State state(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "open" -> QuarantinedMessage.State.OPEN;
            case "unsupported" -> QuarantinedMessage.State.UNSUPPORTED;
            case "resubmitted" -> QuarantinedMessage.State.RESUBMITTED;
            default -> throw new BadParameterException("state", "open, unsupported or resubmitted");
        };
    }

    private static Entry entry(QuarantinedMessage message) {
        return new Entry(
                message.id(),
                message.receivedAt(),
                message.feed(),
                message.sender(),
                message.code(),
                message.field(),
                message.reason(),
                message.state().name().toLowerCase(Locale.ROOT),
                message.deliveries(),
                message.lastReceivedAt());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Optional<String> text(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
