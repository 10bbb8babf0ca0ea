package org.parcours.query.patients;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.parcours.query.timeline.ChangeStreams;
import org.parcours.query.web.Words;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code /}: find a patient. Names are asked for by POST: they belong in no URL, no log and no browser history. */
@Controller
class FindPage {

    private static final int RECENT = 15;
    private static final int LONGEST_QUESTION = 200;

    record Found(
            String id,
            String name,
            Optional<String> bornAs,
            Optional<String> birth,
            Optional<String> sex,
            List<String> identifiers,
            String activity,
            String activityIso,
            String activityWhat) {}

    private final Patients patients;
    private final ChangeStreams streams;
    private final Clock clock;

    FindPage(Patients patients, ChangeStreams streams, Clock clock) {
        this.patients = patients;
        this.streams = streams;
        this.clock = clock;
    }

    @GetMapping("/")
    String page(@ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        model.addAttribute("q", "");
        model.addAttribute("found", List.of());
        return recent(words, model, response, "find");
    }

    @GetMapping("/patients/recent")
    String recent(@ModelAttribute("words") Words words, Model model, HttpServletResponse response) {
        return recent(words, model, response, "find :: recent");
    }

    @PostMapping("/patients/search")
    String search(
            @RequestParam(defaultValue = "") String q,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        String asked = q.length() > LONGEST_QUESTION ? q.substring(0, LONGEST_QUESTION) : q;
        model.addAttribute("q", asked);
        model.addAttribute("found", found(patients.search(asked), words));
        return recent(words, model, response, part ? "find :: searched" : "find");
    }

    @GetMapping(path = "/patients/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    SseEmitter stream(@ModelAttribute("words") Words words) {
        return streams.ofEverybody(words);
    }

    private String recent(Words words, Model model, HttpServletResponse response, String view) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("recent", found(patients.recentlyChanged(RECENT), words));
        return view;
    }

    private List<Found> found(List<Patient> list, Words words) {
        return list.stream()
                .map(patient -> new Found(
                        patient.id().toString(),
                        words.person(patient.name().or(patient::birthName)),
                        words.bornAs(patient.name(), patient.birthName(), patient.sex()),
                        patient.birthDate()
                                .map(birth -> words.shortDay(birth) + " ("
                                        + words.age(birth, words.date(clock.instant())) + ")"),
                        patient.sex().map(words::sex),
                        patient.identifiers().stream()
                                .map(i -> words.identifierName(i) + " " + i.value())
                                .toList(),
                        words.moment(patient.lastActivity()),
                        words.iso(patient.lastActivity()),
                        words.sayOr(patient.lastEvent(), "event." + patient.lastEvent())))
                .toList();
    }
}
