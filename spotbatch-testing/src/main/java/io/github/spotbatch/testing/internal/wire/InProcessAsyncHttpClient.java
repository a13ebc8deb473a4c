package io.github.spotbatch.testing.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * The HTTP client of a real asynchronous SDK client whose requests never leave the JVM. A call is
 * answered before {@code execute} returns; what is not a service's own exception comes as the cause
 * of the SDK's SdkClientException.
 */
public final class InProcessAsyncHttpClient implements SdkAsyncHttpClient {

  private final Function<HttpIn, HttpOut> wire;

  private InProcessAsyncHttpClient(Function<HttpIn, HttpOut> wire) {
    this.wire = wire;
  }

  public static InProcessAsyncHttpClient of(Function<HttpIn, HttpOut> wire) {
    return new InProcessAsyncHttpClient(wire);
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    return SdkPublisher.adapt(request.requestContentPublisher())
        .subscribe(part -> body.writeBytes(SdkBytes.fromByteBuffer(part).asByteArrayUnsafe()))
        .thenAccept(sent -> respond(request, body.toByteArray()));
  }

  private void respond(AsyncExecuteRequest request, byte[] body) {
    SdkAsyncHttpResponseHandler handler = request.responseHandler();
    try {
      HttpOut out = wire.apply(InProcessHttpClient.in(request.request(), body));
      handler.onHeaders(InProcessHttpClient.response(out));
      handler.onStream(AsyncRequestBody.fromBytes(out.body().asByteArrayUnsafe()));
    } catch (ResponseLost e) {
      IOException broken = e.broken();
      handler.onError(broken);
      throw new UncheckedIOException(broken);
    } catch (RuntimeException | Error e) {
      // Without it the SDK would wait for a response for ever.
      handler.onError(e);
      throw e;
    }
  }

  @Override
  public String clientName() {
    return InProcessHttpClient.NAME;
  }

  @Override
  public void close() {}
}
