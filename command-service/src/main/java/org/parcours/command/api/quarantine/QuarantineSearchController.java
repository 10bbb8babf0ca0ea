package org.parcours.command.api.quarantine;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.parcours.command.api.BadParameterException;
import org.parcours.command.intake.locator.FieldTextRangeLocator;
import org.parcours.command.intake.locator.TextRange;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.QuarantinedMessageSummary;
import org.parcours.command.quarantine.RejectionGroup;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists, searches and returns quarantined messages. */
@RestController
@RequestMapping("/api/quarantine")
class QuarantineSearchController {

    private static final int DEFAULT_LIMIT = 50;

    /** A message in a list, without its bytes. */
    record QuarantineEntry(
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
    record MessageDetails(
            QuarantineEntry message,
            String contentType,
            String raw,
            Optional<UUID> correctionOf,
            Optional<String> submittedBy,
            Optional<QuarantinedMessage.ResubmissionRecord> resubmission,
            Optional<SubmittedContent> submitted) {}

    /** @param raw the resubmitted bytes, in base64 */
    record SubmittedContent(String by, Instant at, String raw) {}

    /**
     * Sent by POST, because search terms may identify patients and must not be in a URL or a log.
     *
     * @param text is searched in the message (its first {@code parcours.quarantine.max-text}), its sender and its
     *     rejection; case-insensitive
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

    /** @param next the {@code before} of the next request; absent if all messages have been searched */
    record SearchResponse(List<QuarantineEntry> messages, Optional<UUID> next) {}

    /**
     * @param charset by which its bytes were decoded
     * @param complete whether the text is the complete message and can be corrected as text
     * @param fieldRange the range of the rejected field, in UTF-16 code units; absent if it is not in the text
     */
    record MessageText(String text, String charset, boolean complete, Optional<TextRange> fieldRange) {}

    private final Quarantine quarantine;
    private final QuarantineSearchService search;
    private final QuarantineProperties properties;

    QuarantineSearchController(Quarantine quarantine, QuarantineProperties properties) {
        this.quarantine = quarantine;
        this.search = new QuarantineSearchService(quarantine, properties);
        this.properties = properties;
    }

    /**
     * Lists messages, the newest first.
     *
     * @param state {@code open}, {@code unsupported} or {@code resubmitted}; absent: all
     * @param before only messages older than this one: the last id of the previous page
     */
    @GetMapping
    List<QuarantineEntry> list(
            @RequestParam Optional<String> state,
            @RequestParam(defaultValue = "" + DEFAULT_LIMIT) int limit,
            @RequestParam Optional<UUID> before) {
        QuarantineFilter filter = QuarantineFilter.inState(state.map(QuarantineSearchController::parseState));
        return quarantine.newestFirst(filter, requireValidLimit(limit), before).stream()
                .map(QuarantineSearchController::toEntry)
                .toList();
    }

    /** The open messages grouped by sender and reason; the group with the latest delivery first. */
    @GetMapping("/groups")
    List<RejectionGroup> groups() {
        return quarantine.groups(properties.maxGroups());
    }

    @PostMapping("/search")
    SearchResponse search(@RequestBody SearchRequest request) {
        QuarantineFilter filter = new QuarantineFilter(
                nonBlank(request.state()).map(QuarantineSearchController::parseState),
                nonBlank(request.sender()),
                nonBlank(request.code()),
                nonBlank(request.field()),
                request.from(),
                request.to());
        QuarantineSearchService.SearchPage page = search.search(
                filter,
                nonBlank(request.text()),
                requireValidLimit(request.limit().orElse(DEFAULT_LIMIT)),
                request.before());
        return new SearchResponse(
                page.messages().stream()
                        .map(QuarantineSearchController::toEntry)
                        .toList(),
                page.next());
    }

    @GetMapping("/{id}")
    ResponseEntity<MessageDetails> get(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine
                .get(id)
                .map(message -> new MessageDetails(
                        toEntry(message.summary()),
                        message.contentType(),
                        base64(message.raw()),
                        message.correctionOf(),
                        message.submittedBy(),
                        message.resubmission(),
                        quarantine
                                .findClaim(id)
                                .map(claim -> new SubmittedContent(claim.by(), claim.at(), base64(claim.raw()))))));
    }

    @GetMapping("/{id}/text")
    ResponseEntity<MessageText> text(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine.get(id).map(message -> {
            EditableMessageText text = EditableMessageText.of(
                    message, Math.toIntExact(properties.maxText().toBytes()));
            return new MessageText(
                    text.text(),
                    text.charset().name(),
                    text.complete(),
                    FieldTextRangeLocator.locate(text.text(), message.field()));
        }));
    }

    private static int requireValidLimit(int limit) {
        if (limit < 1 || limit > Quarantine.MAX_PAGE) {
            throw new BadParameterException("limit", "1 to " + Quarantine.MAX_PAGE);
        }
        return limit;
    }

    private static QuarantinedMessage.QuarantineState parseState(String text) {
        return Stream.of(QuarantinedMessage.QuarantineState.values())
                .filter(state -> state.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("state", "open, unsupported or resubmitted"));
    }

    private static QuarantineEntry toEntry(QuarantinedMessageSummary message) {
        return new QuarantineEntry(
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

    private static Optional<String> nonBlank(Optional<String> value) {
        return value.map(String::strip).filter(text -> !text.isEmpty());
    }
}
