package org.parcours.query.operations;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.query.operations.QuarantineClient.BulkResubmissionResult;
import org.parcours.query.operations.QuarantineClient.FieldRange;
import org.parcours.query.operations.QuarantineClient.MessageText;
import org.parcours.query.operations.QuarantineClient.QuarantineSearchResult;
import org.parcours.query.operations.QuarantineClient.QuarantinedMessage;
import org.parcours.query.operations.QuarantineClient.QuarantinedMessageDetail;
import org.parcours.query.operations.QuarantineClient.ResubmissionResult;
import org.parcours.query.web.InvalidParameterException;
import org.parcours.query.web.UiText;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /quarantine}: search, view, correct and resubmit rejected messages. Search text and corrections are sent by
 * POST, because they may contain identities.
 */
@Controller
class QuarantinePageController {

    private static final List<String> STATES = List.of("open", "unsupported", "resubmitted");

    /**
     * A message in the list.
     *
     * @param sentReason the reason as sent to the sender, in English; empty where the page shows the same text
     */
    record QuarantineRow(
            UUID id,
            String received,
            String sender,
            String feed,
            String code,
            String field,
            String reason,
            Optional<String> sentReason,
            String state,
            long deliveries) {}

    /** A group of rejections with the same sender, code and field. */
    record RejectionGroupRow(
            String sender,
            String code,
            String field,
            long messages,
            long deliveries,
            String firstReceived,
            String lastReceived) {}

    /**
     * The messages to list. Sender, code and field match any value where they are empty.
     */
    record QuarantineFilter(String state, String sender, String code, String field) {

        QuarantineFilter {
            if (!STATES.contains(state)) {
                throw new InvalidParameterException("state", "Expected one of: open, unsupported, resubmitted");
            }
        }

        boolean isSingleGroup() {
            return state.equals("open") && !sender.isEmpty() && !code.isEmpty();
        }

        Map<String, Object> toSearchRequest() {
            Map<String, Object> request = new HashMap<>(Map.of("state", state));
            request.put("sender", sender);
            request.put("code", code);
            request.put("field", field);
            return request;
        }
    }

    private final QuarantineClient quarantine;

    QuarantinePageController(QuarantineClient quarantine) {
        this.quarantine = quarantine;
    }

    @ModelAttribute("filter")
    QuarantineFilter filter(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String field) {
        return new QuarantineFilter(state, sender, code, field);
    }

    @GetMapping("/quarantine")
    String list(
            @ModelAttribute("filter") QuarantineFilter filter,
            @RequestParam Optional<UUID> before,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        return renderList(filter, "", before, uiText, model, response);
    }

    @PostMapping("/quarantine/search")
    String search(
            @ModelAttribute("filter") QuarantineFilter filter,
            @RequestParam(defaultValue = "") String q,
            @RequestParam Optional<UUID> before,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        return renderList(filter, q, before, uiText, model, response);
    }

    private String renderList(
            QuarantineFilter filter,
            String q,
            Optional<UUID> before,
            UiText uiText,
            Model model,
            HttpServletResponse response) {
        Map<String, Object> request = filter.toSearchRequest();
        request.put("text", q);
        before.ifPresent(id -> request.put("before", id));
        QuarantineSearchResult result = quarantine.search(request);
        model.addAttribute("q", q);
        model.addAttribute("singleGroup", filter.isSingleGroup());
        model.addAttribute("states", STATES);
        model.addAttribute(
                "rows",
                result.messages().stream()
                        .map(message -> quarantineRow(message, uiText))
                        .toList());
        model.addAttribute("next", result.next());
        model.addAttribute(
                "groups",
                quarantine.groups().stream()
                        .map(group -> groupRow(group, uiText))
                        .toList());
        response.setHeader("Cache-Control", "no-store");
        return "quarantine";
    }

    @GetMapping("/quarantine/{id}")
    String message(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        QuarantinedMessageDetail detail = quarantine.message(id).orElseThrow(QuarantinePageController::notFound);
        MessageText text = quarantine.text(id).orElseThrow(QuarantinePageController::notFound);
        FieldRange range = text.fieldRange().orElse(new FieldRange(0, 0));
        model.addAttribute("message", quarantineRow(detail.message(), uiText));
        model.addAttribute("original", detail.correctionOf());
        model.addAttribute("submittedBy", detail.submittedBy());
        model.addAttribute(
                "resubmission",
                detail.resubmission()
                        .map(info -> uiText.message(
                                "quarantine.resubmission", info.by(), uiText.dateTime(info.at()), info.outcome())));
        model.addAttribute("hasField", text.fieldRange().isPresent());
        model.addAttribute("textBefore", text.text().substring(0, range.start()));
        model.addAttribute("fieldText", text.text().substring(range.start(), range.end()));
        model.addAttribute("textAfter", text.text().substring(range.end()));
        // HTML drops the first line end of a textarea (HTML Living Standard, 13.2.6.4.7).
        model.addAttribute("text", "\n" + text.text());
        model.addAttribute("charset", text.charset());
        model.addAttribute("complete", text.complete());
        model.addAttribute("open", detail.resubmission().isEmpty());
        model.addAttribute("done", done);
        response.setHeader("Cache-Control", "no-store");
        return "quarantined";
    }

    @PostMapping("/quarantine/{id}/correct")
    String correct(@PathVariable UUID id, @RequestParam String by, @RequestParam String text) {
        if (by.isBlank()) {
            return "redirect:/quarantine/" + id + "?done=by";
        }
        ResubmissionResult result = quarantine.correct(id, by, text);
        return switch (result.status().orElse("")) {
            case "recorded", "duplicate" ->
                "redirect:/quarantine/" + result.id().orElse(id) + "?done="
                        + result.status().get();
            case "rejected" -> "redirect:/quarantine/" + result.quarantine().orElse(id) + "?done=rejected";
            case "already-resubmitted" -> "redirect:/quarantine/" + id + "?done=already-resubmitted";
            case "unavailable" -> "redirect:/quarantine/" + id + "?done=unavailable";
            default -> "redirect:/quarantine/" + id + "?done=character";
        };
    }

    /** Renders the result without a redirect: a reload resubmits again, which records nothing new. */
    @PostMapping("/quarantine/resubmit")
    String resubmit(
            @ModelAttribute("filter") QuarantineFilter filter,
            @RequestParam(defaultValue = "") String by,
            @RequestParam Optional<List<UUID>> ids,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        if (by.isBlank()) {
            throw new InvalidParameterException("by", "The name of the person who resubmits is required");
        }
        Map<String, Object> request = new HashMap<>(Map.of("by", by));
        if (ids.isPresent()) {
            request.put("ids", ids.get());
        } else {
            request.put("sender", filter.sender());
            request.put("code", filter.code());
            request.put("field", filter.field());
        }
        BulkResubmissionResult result = quarantine.resubmit(request);
        model.addAttribute("by", by);
        model.addAttribute("results", result.results());
        model.addAttribute("more", result.more() && ids.isEmpty());
        response.setHeader("Cache-Control", "no-store");
        return "resubmitted";
    }

    private static QuarantineRow quarantineRow(QuarantinedMessage message, UiText uiText) {
        String reason = uiText.messageOr(message.reason(), "rejection." + message.code());
        return new QuarantineRow(
                message.id(),
                uiText.dateTime(message.receivedAt()),
                message.sender(),
                uiText.messageOr(message.feed(), "feed." + message.feed()),
                message.code(),
                message.field(),
                reason,
                Optional.of(message.reason()).filter(sent -> !sent.equals(reason)),
                message.state(),
                message.deliveries());
    }

    private static RejectionGroupRow groupRow(QuarantineClient.RejectionGroup group, UiText uiText) {
        return new RejectionGroupRow(
                group.sender(),
                group.code(),
                group.field(),
                group.messages(),
                group.deliveries(),
                uiText.dateTime(group.firstReceivedAt()),
                uiText.dateTime(group.lastReceivedAt()));
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
