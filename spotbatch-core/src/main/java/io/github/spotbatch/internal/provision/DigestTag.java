package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.compile.CompiledImage;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;

/**
 * The tag that follows from an image's digest, on an image that is there without it: with it the
 * image stays, wherever its other tags are moved to.
 */
final class DigestTag {

  private final Session session;
  private final String repository;
  private final String digest;
  private final String tag;

  DigestTag(Session session, CompiledImage image) {
    this.session = session;
    this.repository = image.repository();
    this.digest = image.resolved().digest().orElseThrow();
    this.tag = image.resolved().tag();
  }

  /** Puts it, unless it is there. */
  void put() {
    BatchGetImageRequest get =
        BatchGetImageRequest.builder()
            .repositoryName(repository)
            .imageIds(id -> id.imageDigest(digest))
            .build();
    Image image =
        session.calls().call(get, ecr()::batchGetImage).images().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new SpotBatchException(
                        "There is no image %s in repository %s any more: plan again."
                            .formatted(digest, repository)));
    PutImageRequest put =
        PutImageRequest.builder()
            .repositoryName(repository)
            .imageManifest(image.imageManifest())
            .imageManifestMediaType(image.imageManifestMediaType())
            .imageDigest(digest)
            .imageTag(tag)
            .build();
    try {
      session.calls().call(put, ecr()::putImage);
    } catch (ImageAlreadyExistsException e) {
      // Somebody was faster, or an answer was lost; the tag is there.
      return;
    }
  }

  private EcrClient ecr() {
    return session.clients().ecr();
  }
}
