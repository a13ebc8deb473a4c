package io.github.spotbatch.internal.image;

import io.github.spotbatch.image.FoundImage;
import io.github.spotbatch.image.ImageSource;
import io.github.spotbatch.spec.BaseImage;
import java.util.Map;

/** Asks the registries of the world, or their mirrors, as anybody may. */
final class NetworkSource implements ImageSource {

  private final Map<String, String> mirrors;

  NetworkSource(Map<String, String> mirrors) {
    this.mirrors = Map.copyOf(mirrors);
  }

  @Override
  public FoundImage find(String reference) {
    ImageReference image = ImageReference.parse(mirrored(reference));
    return new Registry(new RegistryConnection(RegistryHost.anonymous(image.host()))).find(image);
  }

  @Override
  public BaseImage base(BaseImage.InRegistry base) {
    return BaseImage.fromRegistry(mirrored(base.reference()));
  }

  private String mirrored(String reference) {
    return mirrors.entrySet().stream()
        .filter(mirror -> reference.startsWith(mirror.getKey() + "/"))
        .findFirst()
        .map(mirror -> mirror.getValue() + reference.substring(mirror.getKey().length()))
        .orElse(reference);
  }
}
