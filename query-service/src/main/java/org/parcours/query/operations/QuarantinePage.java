package org.parcours.query.operations;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.query.operations.QuarantineClient.Answer;
import org.parcours.query.operations.QuarantineClient.Answers;
import org.parcours.query.operations.QuarantineClient.Found;
import org.parcours.query.operations.QuarantineClient.Line;
import org.parcours.query.operations.QuarantineClient.Mark;
import org.parcours.query.operations.QuarantineClient.Text;
import org.parcours.query.operations.QuarantineClient.Whole;
import org.parcours.query.web.BadParameter;
import org.parcours.query.web.Words;
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
 * {@code /quarantine}: what could not be understood, found, looked at, corrected and submitted again. What is searched for
 * and what is corrected goes by POST: it may be somebody's.
 */
@Controller
class QuarantinePage {

    private static final List<String> STATES = List.of("open", "kept", "resubmitted");

    /**
     * Of a message in the list.
     *
     * @param answered what its sender was told, in English, where the page says it in other words
     */
    record Row(
            UUID id,
            String received,
            String sender,
            String feed,
            String code,
            String field,
            String reason,
            Optional<String> answered,
            String state,
            long times) {}

    /** Of a kind of refusal. */
    record Kind(String sender, String code, String field, long messages, long times, String first, String last) {}

    /**
     * Which messages are listed.
     *
     * @param sender, code, field empty for any
     */
    record Filter(String state, String sender, String code, String field) {

        Filter {
            if (!STATES.contains(state)) {
                throw new BadParameter("state", "open, kept or resubmitted");
            }
        }

        boolean ofOneKind() {
            return state.equals("open") && !sender.isEmpty() && !code.isEmpty();
        }

        Map<String, Object> sought() {
            Map<String, Object> sought = new HashMap<>(Map.of("state", state));
            sought.put("sender", sender);
            sought.put("code", code);
            sought.put("field", field);
            return sought;
        }
    }

    private final QuarantineClient quarantine;

    QuarantinePage(QuarantineClient quarantine) {
        this.quarantine = quarantine;
    }

    @ModelAttribute("filter")
    Filter filter(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String sender,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String field) {
        return new Filter(state, sender, code, field);
    }

    @GetMapping("/quarantine")
    String list(
            @ModelAttribute("filter") Filter filter,
            @RequestParam Optional<UUID> before,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        return listed(filter, "", before, words, model, response);
    }

    @PostMapping("/quarantine/search")
    String search(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(defaultValue = "") String q,
            @RequestParam Optional<UUID> before,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        return listed(filter, q, before, words, model, response);
    }

    private String listed(
            Filter filter, String q, Optional<UUID> before, Words words, Model model, HttpServletResponse response) {
        Map<String, Object> sought = filter.sought();
        sought.put("text", q);
        before.ifPresent(id -> sought.put("before", id));
        Found found = quarantine.search(sought);
        model.addAttribute("q", q);
        model.addAttribute("ofOneKind", filter.ofOneKind());
        model.addAttribute("states", STATES);
        model.addAttribute(
                "rows", found.messages().stream().map(line -> row(line, words)).toList());
        model.addAttribute("next", found.next());
        model.addAttribute(
                "kinds",
                quarantine.alike().stream().map(kind -> kind(kind, words)).toList());
        response.setHeader("Cache-Control", "no-store");
        return "quarantine";
    }

    @GetMapping("/quarantine/{id}")
    String message(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String done,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        Whole whole = quarantine.message(id).orElseThrow(QuarantinePage::unknown);
        Text text = quarantine.text(id).orElseThrow(QuarantinePage::unknown);
        Mark mark = text.mark().orElse(new Mark(0, 0));
        model.addAttribute("message", row(whole.message(), words));
        model.addAttribute("original", whole.correctionOf());
        model.addAttribute("attemptBy", whole.submittedBy());
        model.addAttribute(
                "outcome",
                whole.resubmission()
                        .map(it -> words.say("quarantine.outcome", it.by(), words.moment(it.at()), it.outcome())));
        model.addAttribute("marked", text.mark().isPresent());
        model.addAttribute("before", text.text().substring(0, mark.start()));
        model.addAttribute("place", text.text().substring(mark.start(), mark.end()));
        model.addAttribute("after", text.text().substring(mark.end()));
        // HTML drops the first line end of a textarea (HTML Living Standard, 13.2.6.4.7).
        model.addAttribute("text", "\n" + text.text());
        model.addAttribute("charset", text.charset());
        model.addAttribute("whole", text.whole());
        model.addAttribute("open", whole.resubmission().isEmpty());
        model.addAttribute("done", done);
        response.setHeader("Cache-Control", "no-store");
        return "quarantined";
    }

    @PostMapping("/quarantine/{id}/correct")
    String correct(@PathVariable UUID id, @RequestParam String by, @RequestParam String text) {
        if (by.isBlank()) {
            return "redirect:/quarantine/" + id + "?done=by";
        }
        Answer answer = quarantine.correct(id, by, text);
        return switch (answer.status().orElse("")) {
            case "recorded", "duplicate" ->
                "redirect:/quarantine/" + answer.id().orElse(id) + "?done="
                        + answer.status().get();
            case "refused" -> "redirect:/quarantine/" + answer.quarantine().orElse(id) + "?done=refused";
            case "taken-before" -> "redirect:/quarantine/" + id + "?done=taken-before";
            case "unavailable" -> "redirect:/quarantine/" + id + "?done=unavailable";
            default -> "redirect:/quarantine/" + id + "?done=character";
        };
    }

    /** Rendered at once: asked again, it submits again, and that records nothing new. */
    @PostMapping("/quarantine/resubmit")
    String resubmit(
            @ModelAttribute("filter") Filter filter,
            @RequestParam(defaultValue = "") String by,
            @RequestParam Optional<List<UUID>> ids,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        if (by.isBlank()) {
            throw new BadParameter("by", "Say who does it");
        }
        Map<String, Object> many = new HashMap<>(Map.of("by", by));
        if (ids.isPresent()) {
            many.put("ids", ids.get());
        } else {
            many.put("sender", filter.sender());
            many.put("code", filter.code());
            many.put("field", filter.field());
        }
        Answers answers = quarantine.resubmit(many);
        model.addAttribute("by", by);
        model.addAttribute("answers", answers.answers());
        model.addAttribute("more", answers.more() && ids.isEmpty());
        response.setHeader("Cache-Control", "no-store");
        return "resubmitted";
    }

    private static Row row(Line line, Words words) {
        String reason = words.sayOr(line.reason(), "refusal." + line.code());
        return new Row(
                line.id(),
                words.moment(line.receivedAt()),
                line.sender(),
                words.sayOr(line.feed(), "feed." + line.feed()),
                line.code(),
                line.field(),
                reason,
                Optional.of(line.reason()).filter(answered -> !answered.equals(reason)),
                line.state(),
                line.timesSeen());
    }

    private static Kind kind(QuarantineClient.Alike kind, Words words) {
        return new Kind(
                kind.sender(),
                kind.code(),
                kind.field(),
                kind.messages(),
                kind.times(),
                words.moment(kind.first()),
                words.moment(kind.last()));
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
