package org.parcours.command.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.intake.places.Mark;
import org.parcours.command.intake.places.Places;
import org.parcours.command.quarantine.Alike;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.Wanted;
import org.parcours.command.service.ResubmissionService.Result;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a person needs who works on the quarantine: what is alike, a search, the place in the text, many at once. */
@RestController
@RequestMapping("/api/quarantine")
class QuarantineWorkController {

    private static final int LONGEST_CHAIN = 100;

    /**
     * What is sought. By POST: what people search for belongs in no address and no log.
     *
     * @param text anywhere in the message, its sender or its refusal; case does not matter
     * @param from received at this moment or later
     * @param to received before this moment
     * @param before the {@code next} of the answer before
     */
    record Sought(
            Optional<String> text,
            Optional<String> state,
            Optional<String> sender,
            Optional<String> code,
            Optional<String> field,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Integer> limit,
            Optional<UUID> before) {}

    /** @param next where to go on; absent when all has been searched */
    record Found(List<QuarantineController.Line> messages, Optional<UUID> next) {}

    /**
     * A message as text.
     *
     * @param charset in which its bytes were read
     * @param whole whether it is all of the message, and can be corrected as text
     * @param mark the place that was refused, in UTF-16 characters; absent where it cannot be told
     */
    record Text(String text, String charset, boolean whole, Optional<Mark> mark) {}

    /** @param by who corrects it: kept for ever with the message */
    record Correction(Optional<String> by, Optional<String> text) {}

    /**
     * Messages to be submitted as they are: those that are named, or the open ones of a sender that were refused for one
     * reason, the oldest first.
     */
    record Many(
            Optional<String> by,
            Optional<List<UUID>> ids,
            Optional<String> sender,
            Optional<String> code,
            Optional<String> field) {}

    /**
     * What became of one.
     *
     * @param status recorded, duplicate, refused, taken-before, unavailable or unknown
     * @param code why it was refused, as are the next two
     * @param by who was first, where somebody was
     */
    record Answer(
            UUID id,
            String status,
            Optional<String> code,
            Optional<String> field,
            Optional<String> reason,
            Optional<UUID> quarantine,
            Optional<String> by) {}

    /** @param more whether some are left: the same request again goes on with them */
    record Answers(List<Answer> answers, boolean more) {}

    private final Quarantine quarantine;
    private final ResubmissionService resubmission;
    private final QuarantineSettings settings;

    QuarantineWorkController(Quarantine quarantine, ResubmissionService resubmission, QuarantineSettings settings) {
        this.quarantine = quarantine;
        this.resubmission = resubmission;
        this.settings = settings;
    }

    /** What is open, by sender and reason; where most came last is first. */
    @GetMapping("/alike")
    List<Alike> alike() {
        return quarantine.alike(settings.groups());
    }

    @PostMapping("/search")
    Found search(@RequestBody Sought sought) {
        int limit = sought.limit().orElse(QuarantineController.DEFAULT_LIMIT);
        if (limit < 1 || limit > Quarantine.MAX_PAGE) {
            throw new BadParameter("limit", "1 to " + Quarantine.MAX_PAGE);
        }
        Wanted wanted = new Wanted(
                told(sought.state()).map(QuarantineController::state),
                told(sought.sender()),
                told(sought.code()),
                told(sought.field()),
                sought.from(),
                sought.to());
        QuarantineSearch.Page page =
                new QuarantineSearch(quarantine, settings).page(wanted, told(sought.text()), limit, sought.before());
        return new Found(
                page.messages().stream().map(QuarantineController::line).toList(), page.next());
    }

    @GetMapping("/{id}/text")
    ResponseEntity<Text> text(@PathVariable UUID id) {
        return ResponseEntity.of(quarantine.get(id).map(message -> {
            MessageText text = text(message);
            return new Text(text.text(), text.charset().name(), text.whole(), Places.of(text.text(), message.field()));
        }));
    }

    /** Submits a text in the message's place; an attempt to correct another goes in the place of that one. */
    @PostMapping("/{id}/correct")
    ResponseEntity<Answer> correct(@PathVariable UUID id, @RequestBody Correction correction) {
        String by = by(correction.by());
        String corrected = correction.text().orElseThrow(() -> new BadParameter("text", "The corrected message"));
        Optional<QuarantinedMessage> found = quarantine.get(id);
        if (found.isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        MessageText text = text(found.get());
        if (!text.whole()) {
            throw new BadParameter(
                    "text", "Not all of this message is text: correct its bytes, and POST them to /resubmit");
        }
        QuarantinedMessage original = original(found.get());
        return answered(original.id(), resubmission.resubmit(original, text.corrected(corrected), by));
    }

    @PostMapping("/resubmit")
    Answers resubmit(@RequestBody Many many) {
        String by = by(many.by());
        List<UUID> ids = many.ids().orElseGet(() -> alike(many));
        if (ids.size() > settings.together() && many.ids().isPresent()) {
            throw new BadParameter("ids", "At most " + settings.together());
        }
        List<Answer> answers = new ArrayList<>();
        for (UUID id : ids.subList(0, Math.min(ids.size(), settings.together()))) {
            Answer answer = quarantine
                    .get(id)
                    .map(message -> answer(message.id(), resubmission.resubmit(message, message.raw(), by)))
                    .orElseGet(() -> status(id, "unknown"));
            answers.add(answer);
            if (answer.status().equals("unavailable")) {
                break;
            }
        }
        return new Answers(answers, answers.size() < ids.size());
    }

    /** One more than is submitted at once, to know whether there are more. */
    private List<UUID> alike(Many many) {
        Wanted wanted = Wanted.alike(
                many.sender()
                        .orElseThrow(() -> new BadParameter("ids", "Name the messages, or sender, code and field")),
                many.code().orElseThrow(() -> new BadParameter("code", "With sender and field it names messages")),
                many.field().orElseThrow(() -> new BadParameter("field", "With sender and code it names messages")));
        List<UUID> ids = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        while (ids.size() <= settings.together()) {
            List<QuarantinedMessage> page = quarantine.oldest(wanted, Quarantine.MAX_PAGE, after);
            page.forEach(message -> ids.add(message.id()));
            if (page.size() < Quarantine.MAX_PAGE) {
                break;
            }
            after = Optional.of(page.getLast().id());
        }
        return ids;
    }

    private QuarantinedMessage original(QuarantinedMessage message) {
        QuarantinedMessage original = message;
        for (int i = 0; i < LONGEST_CHAIN && original.correctionOf().isPresent(); i++) {
            Optional<QuarantinedMessage> before =
                    quarantine.get(original.correctionOf().get());
            if (before.isEmpty()) {
                break;
            }
            original = before.get();
        }
        return original;
    }

    private MessageText text(QuarantinedMessage message) {
        return MessageText.of(message, Math.toIntExact(settings.maxText().toBytes()));
    }

    private static ResponseEntity<Answer> answered(UUID id, Result result) {
        Answer answer = answer(id, result);
        return ResponseEntity.status(
                        switch (result) {
                            case Result.Taken taken -> taken.news() ? 201 : 200;
                            case Result.Unavailable _ -> 503;
                            case Result.TakenBefore _ -> 409;
                            case Result.RefusedAgain _ -> 422;
                        })
                .body(answer);
    }

    private static Answer answer(UUID id, Result result) {
        return switch (result) {
            case Result.Taken taken -> status(id, taken.news() ? "recorded" : "duplicate");
            case Result.Unavailable(String reason) ->
                new Answer(
                        id,
                        "unavailable",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(reason),
                        Optional.empty(),
                        Optional.empty());
            case Result.TakenBefore before ->
                new Answer(
                        id,
                        "taken-before",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(before.by()));
            case Result.RefusedAgain(UUID again, String code, String field, String reason) ->
                new Answer(
                        id,
                        "refused",
                        Optional.of(code),
                        Optional.of(field),
                        Optional.of(reason),
                        Optional.of(again),
                        Optional.empty());
        };
    }

    private static Answer status(UUID id, String status) {
        return new Answer(
                id, status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String by(Optional<String> told) {
        return told(told).orElseThrow(() -> new BadParameter("by", "Say who does it"));
    }

    private static Optional<String> told(Optional<String> text) {
        return text.map(String::strip).filter(told -> !told.isEmpty());
    }
}
