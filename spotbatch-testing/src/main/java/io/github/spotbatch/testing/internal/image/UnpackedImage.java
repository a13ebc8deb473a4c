package io.github.spotbatch.testing.internal.image;

import java.nio.file.Path;

/**
 * An image on this machine's disk.
 *
 * @param root the folder with those of its layers that are not its base's
 * @param base whether there are layers of a base, which are not in there
 */
record UnpackedImage(Path root, ImageConfig config, boolean base) {}
