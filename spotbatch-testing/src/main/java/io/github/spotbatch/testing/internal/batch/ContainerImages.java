package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.ecr.StoredImage;
import io.github.spotbatch.testing.internal.image.ImageConfig;
import io.github.spotbatch.testing.internal.image.ImageSource;
import io.github.spotbatch.testing.internal.image.UnusableImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The images of containers, as far as they are in the account's own repositories. */
final class ContainerImages {

  private final Scope scope;

  /** By digest; empty for one that is no image's, which AWS takes, too. */
  private final Map<String, Optional<ImageConfig>> configs = new HashMap<>();

  ContainerImages(Scope scope) {
    this.scope = scope;
  }

  /** All references of a container's image: its own first, and those of the image's tags. */
  Set<String> references(Job job) {
    Set<String> references = new TreeSet<>(Set.of(job.container().image()));
    pushed(job).ifPresent(image -> references.addAll(image.references()));
    scope.world().outsideRegistries().tagOf(job.container().image()).ifPresent(references::add);
    return references;
  }

  /** The image that an attempt's host pulls. */
  Optional<ImageSource> pulled(Attempt attempt) {
    return pushed(attempt.job())
        .flatMap(image -> image.forArchitecture(attempt.host().architecture()))
        .map(image -> new ImageSource(image.digest(), image.manifest(), image::blob));
  }

  /** Why an index of images cannot be pulled by an attempt's host, or null. */
  @Nullable String noPlatform(Attempt attempt) {
    if (pushed(attempt.job()).isEmpty() || pulled(attempt).isPresent()) {
      return null;
    }
    // The daemon's words, which name the variant of an ARM processor. How the ECS agent wraps them
    // is assumed to be the same as where there is no manifest at all.
    boolean arm = attempt.host().architecture().equals("arm64");
    return "CannotPullContainerError: Error response from daemon: no matching manifest for linux/"
        + (arm ? "arm64/v8" : "amd64")
        + " in the manifest list entries";
  }

  /** The program that an attempt's host cannot execute, for it is another processor's. */
  Optional<String> foreignProgram(Attempt attempt) {
    return pulled(attempt)
        .flatMap(this::config)
        .filter(config -> !runs(attempt.host().architecture(), config.architecture()))
        .flatMap(
            config -> config.command(attempt.job().container().command()).stream().findFirst());
  }

  /** An image that does not say what it is for may be for any. */
  private static boolean runs(String host, String image) {
    return image.isEmpty() || image.equals(host) || (host.equals("amd64") && image.equals("386"));
  }

  private Optional<StoredImage> pushed(Job job) {
    return scope.ecr().image(job.container().image());
  }

  private Optional<ImageConfig> config(ImageSource image) {
    return configs.computeIfAbsent(image.digest(), digest -> read(image));
  }

  private static Optional<ImageConfig> read(ImageSource image) {
    try {
      return Optional.of(image.config());
    } catch (UnusableImage e) {
      // Whoever runs it is told; whoever does not need not know what it is for.
      return Optional.empty();
    }
  }
}
