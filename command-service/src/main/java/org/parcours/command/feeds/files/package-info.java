/**
 * The file feed: imports messages in bulk, such as a hospital's old record. There is a reader for each format, chosen
 * by content; the messages are processed by the same pipeline as all others, and are marked as MIGRATION.
 */
@NullMarked
package org.parcours.command.feeds.files;

import org.jspecify.annotations.NullMarked;
