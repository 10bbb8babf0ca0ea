package org.parcours.query.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.query.operations.QuarantineClient.BulkResubmissionResult;
import org.parcours.query.operations.QuarantineClient.FieldRange;
import org.parcours.query.operations.QuarantineClient.MessageText;
import org.parcours.query.operations.QuarantineClient.QuarantineSearchResult;
import org.parcours.query.operations.QuarantineClient.QuarantinedMessageDetail;
import org.parcours.query.operations.QuarantineClient.ResubmissionResult;
import org.parcours.query.web.InvalidParameterException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /quarantine}: search, view, correct and resubmit rejected messages. Search text and corrections are sent by
 * POST, because they may contain identities.
 */
@Controller
class QuarantinePageController {

    private static final List<String> STATES = List.of("open", "unsupported", "resubmitted");

    /** The messages to list. Sender, code and field match any value where they are empty. */
    record QuarantineFilter(String state, String sender, String code, String field) {

        QuarantineFilter {
            if (!STATES.contains(state)) {
                throw new InvalidParameterException("state", "Expected one of: " + String.join(", ", STATES));
            }
        }

        boolean isSingleGroup() {
            return state.equals("open") && !sender.isEmpty() && !code.isEmpty();
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
    String list(@ModelAttribute("filter") QuarantineFilter filter, @RequestParam Optional<UUID> before, Model model) {
        return search(filter, "", before, model);
    }

    @PostMapping("/quarantine/search")
    String search(
            @ModelAttribute("filter") QuarantineFilter filter,
            @RequestParam(defaultValue = "") String q,
            @RequestParam Optional<UUID> before,
            Model model) {
        Map<String, Object> request = new HashMap<>(Map.of("state", filter.state(), "text", q));
        request.putAll(group(filter));
        before.ifPresent(id -> request.put("before", id));
        QuarantineSearchResult result = quarantine.search(request);
        model.addAttribute("q", q);
        model.addAttribute("singleGroup", filter.isSingleGroup());
        model.addAttribute("states", STATES);
        model.addAttribute("messages", result.messages());
        model.addAttribute("next", result.next());
        model.addAttribute("groups", quarantine.groups());
        return "quarantine";
    }

    private static Map<String, String> group(QuarantineFilter filter) {
        return Map.of("sender", filter.sender(), "code", filter.code(), "field", filter.field());
    }

    @GetMapping("/quarantine/{id}")
    String message(@PathVariable UUID id, @RequestParam(defaultValue = "") String done, Model model) {
        QuarantinedMessageDetail detail = quarantine.message(id);
        MessageText text = quarantine.text(id);
        FieldRange range = text.fieldRange().orElse(new FieldRange(0, 0));
        model.addAttribute("message", detail.message());
        model.addAttribute("detail", detail);
        model.addAttribute("text", text);
        model.addAttribute("textBefore", text.text().substring(0, range.start()));
        model.addAttribute("fieldText", text.text().substring(range.start(), range.end()));
        model.addAttribute("textAfter", text.text().substring(range.end()));
        // HTML drops the first line end of a textarea (HTML Living Standard, 13.2.6.4.7).
        model.addAttribute("editedText", "\n" + text.text());
        model.addAttribute("done", done);
        return "quarantined";
    }

    @PostMapping("/quarantine/{id}/correct")
    String correct(@PathVariable UUID id, @RequestParam String by, @RequestParam String text) {
        if (by.isBlank()) {
            return redirect(id, "by");
        }
        ResubmissionResult result = quarantine.correct(id, by, text);
        String status = result.status().orElse("");
        return switch (status) {
            case "recorded", "duplicate" -> redirect(result.id().orElse(id), status);
            case "rejected" -> redirect(result.quarantine().orElse(id), status);
            case "already-resubmitted", "unavailable", "failed" -> redirect(id, status);
            case "503" -> redirect(id, "unavailable");
            default -> redirect(id, "character");
        };
    }

    private static String redirect(UUID id, String done) {
        return "redirect:/quarantine/" + id + "?done=" + done;
    }

    /** Renders the result without a redirect: a reload resubmits again, which records nothing new. */
    @PostMapping("/quarantine/resubmit")
    String resubmit(
            @ModelAttribute("filter") QuarantineFilter filter,
            @RequestParam(defaultValue = "") String by,
            @RequestParam Optional<List<UUID>> ids,
            @RequestParam Optional<UUID> after,
            Model model) {
        if (by.isBlank()) {
            throw new InvalidParameterException("by", "The name of the person who resubmits is required");
        }
        Map<String, Object> request = new HashMap<>(Map.of("by", by));
        ids.ifPresentOrElse(list -> request.put("ids", list), () -> request.putAll(group(filter)));
        after.ifPresent(id -> request.put("after", id));
        BulkResubmissionResult result = quarantine.resubmit(request);
        model.addAttribute("by", by);
        model.addAttribute("results", result.results());
        model.addAttribute("more", result.more() && ids.isEmpty());
        model.addAttribute("next", result.next());
        return "resubmitted";
    }
}
