// The one script of the portal, deferred. Every page works without it; each module improves one thing.
import "htmx.org";
import "./connection.js";
import "./forms.js";
import "./history.js";
import "./keep.js";
import "./menu.js";
import "./news.js";
import "./reader.js";
import "./session.js";
