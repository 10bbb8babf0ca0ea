package org.parcours.query.patients;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.parcours.query.timeline.SseBroadcaster;
import org.parcours.query.web.UiText;
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

/**
 * {@code /}: patient search. The search text is sent by POST, so that no name appears in a URL, log or browser history.
 */
@Controller
class PatientSearchPageController {

    private static final int MAX_RECENT = 15;
    private static final int MAX_QUERY_LENGTH = 200;

    /** A patient in the result list and in the list of recent activity. */
    record PatientRow(
            String id,
            String name,
            Optional<String> birthName,
            Optional<String> birth,
            Optional<String> sex,
            List<String> identifiers,
            String lastActivity,
            String lastActivityIso,
            String lastEvent) {}

    private final PatientReader patients;
    private final SseBroadcaster broadcaster;
    private final Clock clock;

    PatientSearchPageController(PatientReader patients, SseBroadcaster broadcaster, Clock clock) {
        this.patients = patients;
        this.broadcaster = broadcaster;
        this.clock = clock;
    }

    @GetMapping("/")
    String searchPage(@ModelAttribute("uiText") UiText uiText, Model model, HttpServletResponse response) {
        model.addAttribute("q", "");
        model.addAttribute("results", List.of());
        return addRecent(uiText, model, response, "find");
    }

    @GetMapping("/patients/recent")
    String recentPatients(@ModelAttribute("uiText") UiText uiText, Model model, HttpServletResponse response) {
        return addRecent(uiText, model, response, "find :: recent");
    }

    @PostMapping("/patients/search")
    String search(
            @RequestParam(defaultValue = "") String q,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        String query = q.length() > MAX_QUERY_LENGTH ? q.substring(0, MAX_QUERY_LENGTH) : q;
        model.addAttribute("q", query);
        model.addAttribute("results", rows(patients.search(query), uiText));
        return addRecent(uiText, model, response, htmx ? "find :: searched" : "find");
    }

    @GetMapping(path = "/patients/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    SseEmitter stream(@ModelAttribute("uiText") UiText uiText) {
        return broadcaster.subscribeToAll(uiText);
    }

    private String addRecent(UiText uiText, Model model, HttpServletResponse response, String view) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("recent", rows(patients.recentlyChanged(MAX_RECENT), uiText));
        return view;
    }

    private List<PatientRow> rows(List<PatientSummary> summaries, UiText uiText) {
        return summaries.stream()
                .map(patient -> new PatientRow(
                        patient.id().toString(),
                        uiText.personName(patient.name().or(patient::birthName)),
                        uiText.birthName(patient.name(), patient.birthName(), patient.sex()),
                        patient.birthDate()
                                .map(birth -> uiText.shortDate(birth) + " ("
                                        + uiText.age(birth, uiText.date(clock.instant())) + ")"),
                        patient.sex().map(uiText::sex),
                        patient.identifiers().stream()
                                .map(i -> uiText.identifierLabel(i) + " " + i.value())
                                .toList(),
                        uiText.dateTime(patient.lastActivity()),
                        uiText.iso(patient.lastActivity()),
                        uiText.messageOr(patient.lastEvent(), "event." + patient.lastEvent())))
                .toList();
    }
}
