package io.github.spotbatch.internal.image;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.spec.BaseImage;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why an image could not be built. */
final class BuildFailures {

  private BuildFailures() {}

  static ImageException explain(ImageLayout layout, Path cache, Throwable failure) {
    return new ImageException(sentence(layout, cache, failure), failure);
  }

  private static String sentence(ImageLayout layout, Path cache, Throwable failure) {
    if (says(failure, "no space left on device") || says(failure, "not enough space")) {
      return "The disk is full: an image on %s could not be built. Free some space in %s, or give another imageCache(..)."
          .formatted(layout.base(), cache);
    }
    if (failure instanceof NoClassDefFoundError missing) {
      return "Building an image needs all that com.google.cloud.tools:jib-core depends on; %s is missing."
          .formatted(missing.getMessage());
    }
    if (named(failure, "PlatformNotFoundInBaseImageException")) {
      return "The base %s has no image for linux/%s: choose another base, or environments of its architecture."
          .formatted(layout.base(), layout.architecture().dockerName());
    }
    NoSuchFileException absent = cause(failure, NoSuchFileException.class);
    if (absent != null && layout.base() instanceof BaseImage.InFile && isManifest(absent)) {
      return "The file %s is no image as docker save writes it: it has no manifest.json."
          .formatted(layout.base());
    }
    if (absent != null && absent.getFile().equals(layout.base().toString())) {
      return "There is no base %s: check where the file is.".formatted(layout.base());
    }
    if (absent != null) {
      return "There is no file %s, which an image on %s is built of."
          .formatted(absent.getFile(), layout.base());
    }
    AccessDeniedException denied = cause(failure, AccessDeniedException.class);
    if (denied != null) {
      return "%s cannot be read or written: an image on %s could not be built. Give another imageCache(..) if it is the cache's."
          .formatted(denied.getFile(), layout.base());
    }
    FileSystemException files = cause(failure, FileSystemException.class);
    String reason = files != null ? files.getMessage() : failure.getMessage();
    return "An image on %s could not be built: %s.".formatted(layout.base(), reason);
  }

  private static boolean isManifest(NoSuchFileException absent) {
    return absent.getFile().endsWith("manifest.json");
  }

  private static boolean says(Throwable failure, String text) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** By its name, since jib's classes need not be there. */
  private static boolean named(Throwable failure, String simpleName) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t.getClass().getSimpleName().equals(simpleName)) {
        return true;
      }
    }
    return false;
  }

  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
