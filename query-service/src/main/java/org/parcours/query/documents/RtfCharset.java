package org.parcours.query.documents;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Optional;

/** The character sets of RTF (specification 1.9.1, "Character set" and "Font table"). */
final class RtfCharset {

    static final Charset ANSI = Charset.forName("windows-1252");

    /** The glyphs of a font of symbols are no letters. */
    static final int SYMBOL = 2;

    private static final Map<Integer, String> BY_FONT = Map.ofEntries(
            Map.entry(0, "windows-1252"),
            Map.entry(77, "x-MacRoman"),
            Map.entry(128, "windows-31j"),
            Map.entry(129, "x-windows-949"),
            Map.entry(134, "GBK"),
            Map.entry(136, "Big5"),
            Map.entry(161, "windows-1253"),
            Map.entry(162, "windows-1254"),
            Map.entry(163, "windows-1258"),
            Map.entry(177, "windows-1255"),
            Map.entry(178, "windows-1256"),
            Map.entry(186, "windows-1257"),
            Map.entry(204, "windows-1251"),
            Map.entry(222, "x-windows-874"),
            Map.entry(238, "windows-1250"));

    private RtfCharset() {}

    /** Of {@code \fcharset}; empty: that of the document. */
    static Optional<Charset> ofFont(int number) {
        return Optional.ofNullable(BY_FONT.get(number)).flatMap(RtfCharset::named);
    }

    /** Of {@code \ansicpg}. */
    static Charset ofCodePage(int number) {
        return switch (number) {
            case 65001 -> StandardCharsets.UTF_8;
            case 10000 -> named("x-MacRoman").orElse(ANSI);
            default ->
                named("windows-" + number).or(() -> named("IBM" + number)).orElse(ANSI);
        };
    }

    /** Of {@code \mac}, {@code \pc} and {@code \pca}. */
    static Charset ofPlatform(String word) {
        return named(
                        switch (word) {
                            case "mac" -> "x-MacRoman";
                            case "pc" -> "IBM437";
                            case "pca" -> "IBM850";
                            default -> "windows-1252";
                        })
                .orElse(ANSI);
    }

    private static Optional<Charset> named(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
