package io.github.spotbatch.internal.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/**
 * The tag of a job definition's revision that says what is in it, so that two revisions of one
 * content are known for what they are: one too many.
 */
public final class ContentTag {

  /** As {@link ArchitectureTag}: a definition whose own tags leave no room goes without. */
  private static final int MOST = 50;

  private static final int LENGTH = 32;

  private ContentTag() {}

  /** Tags are no content, unless the jobs get them too. */
  static RegisterJobDefinitionRequest put(RegisterJobDefinitionRequest definition) {
    if (definition.tags().size() >= MOST) {
      return definition;
    }
    boolean counting = Boolean.TRUE.equals(definition.propagateTags());
    RegisterJobDefinitionRequest content =
        counting ? definition : definition.copy(d -> d.tags(Map.of()));
    Map<String, String> tags =
        ComputeEnvironments.merged(
            definition.tags(), Map.of(Names.CONTENT_TAG, hash(RequestJson.render(content))));
    return definition.copy(d -> d.tags(tags));
  }

  private static String hash(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
