package org.parcours.query.worklists;

import java.util.List;
import org.parcours.query.web.UiText;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;

/** {@code /worklists/identity}: patients with an open identity anomaly, as a page and through the API. */
@Controller
class IdentityWorklistController {

    /** One line, as text. */
    record Row(
            String patient,
            String name,
            String anomaly,
            String detail,
            String application,
            String recordedAt,
            int events) {}

    private final IdentityWorklistReader worklist;

    IdentityWorklistController(IdentityWorklistReader worklist) {
        this.worklist = worklist;
    }

    @GetMapping("/api/worklists/identity")
    @ResponseBody
    ResponseEntity<IdentityWorklist> list() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(worklist.read());
    }

    @GetMapping("/worklists/identity")
    String page(@ModelAttribute("uiText") UiText uiText, Model model) {
        IdentityWorklist open = worklist.read();
        List<Row> rows = open.lines().stream().map(line -> row(line, uiText)).toList();
        model.addAttribute("rows", rows);
        model.addAttribute("moreThan", open.moreThan());
        return "identity-worklist";
    }

    private static Row row(IdentityWorklist.Line line, UiText uiText) {
        return new Row(
                line.patient().toString(),
                uiText.personName(line.name()),
                uiText.anomaly(line.code()),
                line.detail()
                        .map(detail -> uiText.anomalyDetail(line.code(), detail))
                        .orElse(""),
                line.application(),
                uiText.dateTime(line.recordedAt()),
                line.events());
    }
}
