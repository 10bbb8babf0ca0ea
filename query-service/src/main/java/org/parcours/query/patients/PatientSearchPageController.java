package org.parcours.query.patients;

import java.time.Clock;
import java.util.List;
import org.parcours.query.web.UiText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /}. The search text is sent by POST, so that no name appears in a URL, log or browser history. */
@Controller
class PatientSearchPageController {

    private static final int MAX_RECENT = 15;
    private static final int MAX_QUERY_LENGTH = 200;

    private final PatientReader patients;
    private final Clock clock;

    PatientSearchPageController(PatientReader patients, Clock clock) {
        this.patients = patients;
        this.clock = clock;
    }

    @GetMapping("/")
    String searchPage(@ModelAttribute("uiText") UiText uiText, Model model) {
        model.addAttribute("q", "");
        model.addAttribute("results", List.of());
        model.addAttribute("more", false);
        return addRecent(uiText, model, "find");
    }

    @GetMapping("/patients/recent")
    String recentPatients(@ModelAttribute("uiText") UiText uiText, Model model) {
        return addRecent(uiText, model, "find :: recent");
    }

    @PostMapping("/patients/search")
    String search(
            @RequestParam(defaultValue = "") String q,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @ModelAttribute("uiText") UiText uiText,
            Model model) {
        String query = q.length() > MAX_QUERY_LENGTH ? q.substring(0, MAX_QUERY_LENGTH) : q;
        model.addAttribute("q", query);
        PatientList found = patients.search(query);
        model.addAttribute("results", found.patients());
        model.addAttribute("more", found.more());
        return addRecent(uiText, model, htmx ? "find :: searched" : "find");
    }

    private String addRecent(UiText uiText, Model model, String view) {
        model.addAttribute("recent", patients.recentlyChanged(MAX_RECENT));
        model.addAttribute("today", uiText.date(clock.instant()));
        return view;
    }
}
