package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How manifests come into repositories, whichever way in; called under the world's lock. */
final class ImagePush {

  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private final World world;
  private final EcrState state;

  ImagePush(World world, EcrState state) {
    this.world = world;
    this.state = state;
  }

  /**
   * Reads a manifest.
   *
   * @param given the media type that came with it; without one the manifest must tell its own
   */
  Manifest read(String text, @Nullable String given) {
    String mediaType = given == null ? Manifest.ownMediaType(text).orElse(null) : given;
    if (mediaType == null) {
      throw EcrFaults.noManifest();
    }
    if (!Manifest.isKnown(mediaType)) {
      throw EcrFaults.unsupportedManifest(mediaType);
    }
    Manifest manifest = Manifest.parse(text, mediaType).orElseThrow(EcrFaults::noManifest);
    if (!manifest.isIndex() && manifest.layers().isEmpty()) {
      // The sentence is known from those who met it, where it stands in the answer is not.
      throw EcrFaults.invalid("ImageManifest", "Image has to have at least 1 layer");
    }
    return manifest;
  }

  /** Keeps a manifest, all of whose parts must be there, and gives it a tag. */
  Image store(Repository repository, String text, Manifest manifest, @Nullable String tag) {
    if (tag != null && !TAG.matcher(tag).matches()) {
      throw EcrFaults.invalid(
          "imageTag", "must satisfy regular expression '" + TAG.pattern() + "'");
    }
    if (tag != null && repository.immutableTags() && repository.byTag(tag).isPresent()) {
      throw EcrFaults.tagExists(tag, repository.name());
    }
    refuseMissing(repository, manifest);
    Image image = repository.put(new Image(text, manifest, world.now()));
    if (tag != null) {
      repository.tag(image, tag, world.now());
    }
    String name = repository.name() + (tag == null ? "" : ":" + tag);
    world.changed("image", name, "pushed as " + image.digest());
    return image;
  }

  private void refuseMissing(Repository repository, Manifest manifest) {
    List<String> layers =
        manifest.blobs().stream()
            .map(Manifest.Descriptor::digest)
            .filter(digest -> !repository.layers().containsKey(digest))
            .distinct()
            .toList();
    if (!layers.isEmpty()) {
      throw EcrFaults.noLayers(layers, repository.name(), state.registryId());
    }
    List<String> children =
        manifest.children().stream()
            .map(Manifest.Child::digest)
            .filter(digest -> repository.byDigest(digest).isEmpty())
            .distinct()
            .toList();
    if (!children.isEmpty()) {
      throw EcrFaults.noChildren(children, repository.name(), state.registryId());
    }
  }
}
