package org.parcours.query.documents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.query.documents.DisplayForm.Download;
import org.parcours.query.documents.DisplayForm.Rendered;
import org.parcours.query.documents.DisplayForm.Text;
import org.parcours.query.web.UiText;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What is shown of a document, whatever its sender made of it. */
class DisplayFormTest {

    private static final String CDA = """
            <ClinicalDocument xmlns="urn:hl7-org:v3"><title>CR</title>%s</ClinicalDocument>""";

    private static final UiText UI_TEXT = uiText();

    private static UiText uiText() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("query/messages");
        messages.setDefaultEncoding("UTF-8");
        return new UiText(messages, Locale.ENGLISH, ZoneId.of("Europe/Paris"));
    }

    private static DisplayForm read(String mediaType, String content, Charset charset) {
        return DisplayFormReader.read(mediaType, content.getBytes(charset), UI_TEXT);
    }

    private static Rendered rendered(String mediaType, String content) {
        return (Rendered) read(mediaType, content, UTF_8);
    }

    private static String narrative(String text) {
        return rendered(
                        "text/xml",
                        CDA.formatted("<component><structuredBody><component><section><text>" + text
                                + "</text></section></component></structuredBody></component>"))
                .fragment();
    }

    // -- types

    @ParameterizedTest
    @CsvSource({
        "application/pdf, <html>",
        "image/png, GIF89a",
        "image/jpeg, %PDF-1.4",
        "application/rtf, plain text",
        "text/plain, %PDF-1.4",
        "text/html, %PDF-1.4"
    })
    void bytes_of_another_type_are_a_download(String mediaType, String content) {
        assertThat(read(mediaType, content, ISO_8859_1)).isEqualTo(new Download("document.download.mismatch"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/svg+xml", "application/octet-stream", "application/javascript", "text", "", "image/tiff"})
    void a_type_that_is_not_shown_is_a_download(String mediaType) {
        assertThat(read(mediaType, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", UTF_8))
                .isEqualTo(new Download("document.download.type"));
    }

    @Test
    void a_text_without_a_stated_charset_is_utf_8_or_windows_1252() {
        assertThat(read("text/plain", "opéré", UTF_8)).isEqualTo(new Text("opéré", "UTF-8"));
        assertThat(read("text/plain", "opéré – 5 €", Charset.forName("windows-1252")))
                .isEqualTo(new Text("opéré – 5 €", "windows-1252"));
        assertThat(read("text/plain; charset=\"iso-8859-15\"", "5 €", Charset.forName("iso-8859-15")))
                .isEqualTo(new Text("5 €", "ISO-8859-15"));
        assertThat(read("text/plain; charset=nonsense", "opéré", UTF_8)).isEqualTo(new Text("opéré", "UTF-8"));
        assertThat(read("text/plain", "a\0b", UTF_8)).isInstanceOf(Download.class);
    }

    // -- RTF

    @Test
    void rtf_in_several_character_sets_is_read() {
        assertThat(rendered("text/rtf", """
                        {\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial Cyr;}}
                        \\f0 caf\\'e9 {\\f1\\'cf\\'f0\\'e8} \\u-10179?\\u-8704? {\\uc0\\u233}t\\u233\\'e9\\par}""").fragment()).isEqualTo("<p>café При 😀 été</p>");
    }

    @Test
    void headers_fields_and_text_boxes_of_rtf_are_shown_and_hidden_text_is_announced() {
        Rendered form = rendered("application/rtf", """
                {\\rtf1{\\header CHU de Test\\par}{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt lien}}
                {\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt encadr\\'e9\\par}}{\\shprslt encadr\\'e9}}{\\v secret}\\par}""");
        assertThat(form.fragment()).isEqualTo("<p>CHU de Test</p><p>lien</p><p>encadré</p>");
        assertThat(form.complete()).isFalse();
        assertThat(rendered("application/rtf", "{\\rtf1 tout}").complete()).isTrue();
    }

    @Test
    void an_unfinished_row_of_rtf_is_not_lost() {
        assertThat(rendered("application/rtf", "{\\rtf1 avant\\par\\trowd\\intbl a\\cell b\\cell\\pard apr\\'e8s\\par}")
                        .fragment())
                .isEqualTo("<p>avant</p><table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>"
                        + "<p>après</p>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\rtf1 open", "{\\rtf1 }}", "{\\rtf1 \\bin999999999 x}"})
    void rtf_that_is_cut_off_is_a_download(String rtf) {
        assertThat(read("application/rtf", rtf, UTF_8)).isEqualTo(new Download("document.download.unreadable"));
    }

    @Test
    void rtf_of_endless_groups_is_a_download() {
        assertThat(read("application/rtf", "{\\rtf1" + "{".repeat(1_000_000), UTF_8))
                .isInstanceOf(Download.class);
    }

    // -- CDA

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&x;</title></ClinicalDocument>",
                "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>&b;</title></ClinicalDocument>",
                "<ClinicalDocument><title>no namespace</title></ClinicalDocument>",
                "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>cut off"
            })
    void xml_with_entities_and_other_xml_is_a_download(String xml) {
        assertThat(read("text/xml", xml, UTF_8)).isInstanceOf(Download.class);
    }

    @Test
    void a_clinical_document_of_endless_depth_is_a_download() {
        assertThat(read("text/xml", CDA.formatted("<a>".repeat(100_000)), UTF_8))
                .isInstanceOf(Download.class);
        assertThat(read("text/xml", CDA.formatted("<a>".repeat(1000) + "</a>".repeat(1000)), UTF_8))
                .isInstanceOf(Download.class);
    }

    @Test
    void a_long_narrative_is_shown_whole() {
        String row = "<tr><td>Hb &amp; Ht &lt; 1</td><td>12,5 &#233;</td></tr>";
        assertThat(narrative("<table><tbody>" + row.repeat(20_000) + "</tbody></table>")
                        .split("<tr>"))
                .hasSize(20_001);
    }

    @Test
    void every_text_and_attribute_of_a_narrative_is_escaped() {
        assertThat(narrative("""
                        <paragraph styleCode="x&quot;&gt;" onclick="a()">&lt;img src=x onerror=alert(1)&gt;<caption>C</caption></paragraph>\
                        <table><col span="9999999"/><tr><td colspan="2&quot; onclick=&quot;a()" rowspan="3">a</td></tr></table>\
                        <script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><iframe src="x">b</iframe>\
                        <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><a>texte</a></svg>\
                        <linkHtml href="JaVaScRiPt:alert(1)">c</linkHtml><linkHtml href="https://a.example/&quot;onclick=&quot;b()">d</linkHtml>""")).isEqualTo("""
                        <h2>CR</h2><dl class="facts"></dl><section><p>&lt;img src=x onerror=alert(1)&gt;<b>C</b></p>\
                        <div class="wide"><table><col><tr><td rowspan="3">a</td></tr></table></div>texte\
                        cd</section>""");
    }

    @Test
    void a_picture_in_a_clinical_document_has_to_be_one() {
        String media =
                "<component><structuredBody><component><section><text><renderMultiMedia referencedObject=\"M\"/></text>"
                        + "<entry><observationMedia ID=\"M\"><value mediaType=\"image/png\" representation=\"B64\">%s</value>"
                        + "</observationMedia></entry></section></component></structuredBody></component>";
        String svg = Base64.getEncoder().encodeToString("<svg onload='alert(1)'/>".getBytes(UTF_8));
        Rendered form = rendered("text/xml", CDA.formatted(media.formatted(svg)));
        assertThat(form.fragment()).contains("[picture not shown]").doesNotContain("<img");
        assertThat(form.complete()).isFalse();
    }

    @Test
    void sections_without_text_are_announced() {
        Rendered form = rendered(
                "text/xml",
                CDA.formatted(
                        "<component><structuredBody><component><section><title>Allergies</title><entry/></section></component></structuredBody></component>"));
        assertThat(form.fragment()).contains("<h3>Allergies</h3>", "coded entries only");
        assertThat(form.complete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 'bonjour <b>', <pre>bonjour &lt;b&gt;</pre>",
        "application/rtf, {\\rtf1 bonjour}, <p>bonjour</p>"
    })
    void a_text_inside_a_clinical_document_is_shown(String mediaType, String content, String shown) {
        assertThat(rendered(
                                "text/xml",
                                CDA.formatted(
                                        "<component><nonXMLBody><text mediaType=\"%s\" representation=\"B64\">%s</text></nonXMLBody></component>"
                                                .formatted(
                                                        mediaType,
                                                        Base64.getEncoder().encodeToString(content.getBytes(UTF_8)))))
                        .fragment())
                .contains(shown);
    }

    // -- anything

    @Test
    void damaged_documents_never_become_script_or_an_error() {
        String rtf =
                "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}\\b <script>\\b0\\par\\trowd\\intbl a\\cell\\row{\\pict 00}\\u233?\\'e9}";
        String cda = CDA.formatted(
                "<component><structuredBody><component><section><text><table><tr><td>&lt;script></td></tr>"
                        + "</table><list><item>a</item></list></text></section></component></structuredBody></component>");
        Random random = new Random(16);
        for (int i = 0; i < 4000; i++) {
            boolean isRtf = i % 2 == 0;
            byte[] bytes = (isRtf ? rtf : cda).getBytes(UTF_8);
            for (int change = 0; change < 3; change++) {
                bytes[6 + random.nextInt(bytes.length - 6)] = (byte) random.nextInt(256);
            }
            if (DisplayFormReader.read(isRtf ? "application/rtf" : "text/xml", bytes, UI_TEXT)
                    instanceof Rendered(var fragment, var _, var _)) {
                assertThat(fragment).doesNotContain("<script", "javascript:");
            }
        }
    }
}
