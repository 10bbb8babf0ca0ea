package org.parcours.query.documents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.parcours.query.documents.DisplayForm.Rendered;

/** RTF (specification 1.9.1) as HTML: its text, paragraphs, tables and emphasis. Pictures and objects are left out. */
final class RtfRenderer {

    private static final int MAX_DEPTH = 500;

    private final RtfTokens tokens;
    private final RtfHtmlWriter html = new RtfHtmlWriter();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Map<Integer, Integer> fontCharsets = new HashMap<>();
    private final Deque<RtfState> outer = new ArrayDeque<>();
    private RtfState state = RtfState.INITIAL;
    private Charset documentCharset = RtfCharset.ANSI;
    private boolean complete = true;
    private int charactersToSkip;

    private RtfRenderer(byte[] rtf) {
        tokens = new RtfTokens(rtf);
    }

    /** Empty where it is not RTF to its end. */
    static Optional<Rendered> render(byte[] rtf) {
        return new RtfRenderer(rtf).render();
    }

    private Optional<Rendered> render() {
        while (tokens.next()) {
            switch (tokens.kind()) {
                case OPEN -> {
                    flush();
                    if (outer.size() >= MAX_DEPTH) {
                        return Optional.empty();
                    }
                    outer.push(state);
                    charactersToSkip = 0;
                }
                case CLOSE -> {
                    flush();
                    if (outer.isEmpty()) {
                        return Optional.empty();
                    }
                    state = outer.pop();
                    charactersToSkip = 0;
                }
                case WORD -> word(tokens.word(), tokens.number());
                case MARK -> marked();
                case BYTE -> addByte(tokens.value());
                case SYMBOL -> symbol((char) tokens.value());
            }
        }
        flush();
        return outer.isEmpty()
                ? Optional.of(new Rendered(html.finish(), complete, Optional.empty()))
                : Optional.empty();
    }

    /** {@code \*}: a reader that does not know the destination skips its group. */
    private void marked() {
        if (!tokens.next()) {
            return;
        }
        if (tokens.kind() == RtfTokens.Kind.WORD && RtfControlWords.READ_ALTHOUGH_MARKED.contains(tokens.word())) {
            word(tokens.word(), tokens.number());
        } else {
            state = state.asSkipped();
        }
    }

    private void addByte(int value) {
        if (charactersToSkip > 0) {
            charactersToSkip--;
        } else if (!isSilent()) {
            pending.write(value);
        }
    }

    private void symbol(char symbol) {
        switch (symbol) {
            case '~' -> write("\u00A0");
            case '_' -> write("\u2011");
            case '\n', '\r' -> endParagraph();
            default -> {
                // \- is a place where a word may break, \| and \: are of index entries.
            }
        }
    }

    private boolean isSilent() {
        return state.skipped() || state.hidden() || state.fontTable();
    }

    private void write(String text) {
        if (charactersToSkip > 0) {
            charactersToSkip--;
            return;
        }
        flush();
        if (!isSilent()) {
            html.text(text, state.format());
        }
    }

    private void flush() {
        if (pending.size() == 0) {
            return;
        }
        byte[] bytes = pending.toByteArray();
        pending.reset();
        if (charsetOfFont() == RtfCharset.SYMBOL) {
            html.text(symbols(bytes), state.format());
            return;
        }
        Charset charset = RtfCharset.ofFont(charsetOfFont()).orElse(documentCharset);
        html.text(new String(bytes, charset), state.format());
    }

    private int charsetOfFont() {
        return fontCharsets.getOrDefault(state.font(), 1);
    }

    /** Of the glyphs only the bullet is known; any other is a box. */
    private String symbols(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            int value = each & 0xFF;
            boolean known = value == 0xB7 || value == ' ';
            complete &= known;
            text.append(value == ' ' ? ' ' : known ? '\u2022' : '\u25A1');
        }
        return text.toString();
    }

    private void endParagraph() {
        flush();
        if (!isSilent()) {
            html.endParagraph(state.inTable());
        }
    }

    private void word(String word, Optional<Integer> number) {
        flush();
        if (RtfControlWords.PARAGRAPH_ENDS.contains(word)) {
            endParagraph();
            return;
        }
        boolean on = number.orElse(1) != 0;
        switch (word) {
            case "line" -> {
                if (!isSilent()) {
                    html.lineBreak();
                }
            }
            case "cell", "nestcell" -> {
                if (!isSilent()) {
                    html.endCell();
                }
            }
            case "row", "nestrow" -> {
                if (!isSilent()) {
                    html.endRow();
                }
            }
            case "v" -> {
                complete &= !on;
                state = state.asHidden(on);
            }
            case "fcharset" -> {
                if (state.fontTable()) {
                    fontCharsets.put(state.font(), number.orElse(1));
                }
            }
            case "ansicpg" -> documentCharset = RtfCharset.ofCodePage(number.orElse(1252));
            case "mac", "pc", "pca" -> documentCharset = RtfCharset.ofPlatform(word);
            case "u" -> {
                charactersToSkip = 0;
                write(String.valueOf((char) (number.orElse(0) & 0xFFFF)));
                charactersToSkip = state.unicodeSkip();
            }
            case "bin" -> tokens.skip(number.orElse(0));
            case "pict", "object" -> {
                complete &= state.skipped();
                state = word.equals("pict") ? state.asSkipped() : state;
            }
            default -> {
                if (RtfControlWords.SKIPPED.contains(word)) {
                    state = state.asSkipped();
                } else if (RtfControlWords.CHARACTERS.containsKey(word)) {
                    write(RtfControlWords.CHARACTERS.get(word));
                } else {
                    state = state.after(word, number);
                }
            }
        }
    }
}
