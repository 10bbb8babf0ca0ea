/**
 * Messages come in from files, in bulk: the old record of a hospital. A reader for each format, chosen by content; the
 * messages take the way of all others, and are marked as MIGRATION.
 */
@NullMarked
package org.parcours.command.feeds.files;

import org.jspecify.annotations.NullMarked;
