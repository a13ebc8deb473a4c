package io.github.spotbatch.testing.internal.ecr;

import org.jspecify.annotations.Nullable;

/** How layers come into repositories, whichever way in; called under the world's lock. */
final class LayerUploads {

  private final EcrState state;

  LayerUploads(EcrState state) {
    this.state = state;
  }

  LayerUpload begin(Repository repository) {
    String id = state.registry().uploadId();
    LayerUpload upload = new LayerUpload(id, state.registry().blobs().upload(id));
    repository.uploads().put(id, upload);
    return upload;
  }

  LayerUpload find(Repository repository, @Nullable String id) {
    LayerUpload upload = repository.uploads().get(String.valueOf(id));
    if (upload == null) {
      throw EcrFaults.noUpload(String.valueOf(id), repository.name(), state.registryId());
    }
    return upload;
  }

  /**
   * Makes a layer of an upload; one that the repository has already is kept as it is.
   *
   * @param digest what the upload must be
   */
  void complete(Repository repository, LayerUpload upload, String digest) {
    if (upload.size() == 0) {
      throw EcrFaults.emptyUpload(upload.id(), repository.name(), state.registryId());
    }
    String actual = finish(repository, upload);
    repository.uploads().remove(upload.id());
    if (!actual.equals(digest)) {
      state.registry().blobs().discard(upload.file());
      throw EcrFaults.invalidLayer(actual, digest, repository.name(), state.registryId());
    }
    state.registry().blobs().keep(upload.file(), digest);
    repository.layers().put(digest, upload.size());
  }

  void cancel(Repository repository, LayerUpload upload) {
    String unused = finish(repository, upload);
    repository.uploads().remove(upload.id());
    state.registry().blobs().discard(upload.file());
  }

  private String finish(Repository repository, LayerUpload upload) {
    return upload
        .finish()
        .orElseThrow(
            () -> EcrFaults.stillWriting(upload.id(), repository.name(), state.registryId()));
  }
}
